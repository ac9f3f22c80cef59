import type { Suite } from '../suite.ts'
import { answerCases } from './answers.ts'
import { deviceAuthCases } from './device-auth.ts'
import { digestCases } from './digests.ts'
import { encodingCases } from './encoding.ts'
import { holdingCases } from './holding.ts'
import { issuerAuthCases } from './issuer-auth.ts'
import { issuingCases } from './issuing.ts'
import { requestCases } from './requests.ts'
import { sessionCases } from './sessions.ts'
import { statusCases } from './status-lists.ts'
import { structureCases } from './structure.ts'
import { mdocSuite } from './suite.ts'
import { validityCases } from './validity.ts'

/** The cases of mdoc, by subject. */
export const mdocSuites: readonly Suite[] = [
  mdocSuite('mdoc/encoding', encodingCases),
  mdocSuite('mdoc/structure', structureCases),
  mdocSuite('mdoc/issuer-auth', issuerAuthCases),
  mdocSuite('mdoc/digests', digestCases),
  mdocSuite('mdoc/validity', validityCases),
  mdocSuite('mdoc/device-auth', deviceAuthCases),
  mdocSuite('mdoc/status-lists', statusCases),
  mdocSuite('mdoc/answers', answerCases),
  { suite: 'mdoc/holding', cases: holdingCases },
  { suite: 'mdoc/issuing', cases: issuingCases },
  { suite: 'mdoc/sessions', cases: sessionCases },
  { suite: 'mdoc/requests', cases: requestCases },
]
