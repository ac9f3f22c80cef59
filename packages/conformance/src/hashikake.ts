import { Refusal } from '@hashikake/encoding/refusal'
import type { TestCase } from './case.ts'
import { certificatePathCase } from './hashikake-certificate-path.ts'
import { presentCase, receiveCase } from './hashikake-hold.ts'
import { issueCase } from './hashikake-issue.ts'
import { jwkCase } from './hashikake-jwk.ts'
import { NotExpressible, WrongUse } from './hashikake-options.ts'
import { retrieveCase } from './hashikake-retrieve.ts'
import { deviceRequestCase, sessionCase } from './hashikake-session.ts'
import { statusPublishCase, statusTokenCase } from './hashikake-status.ts'
import { trustListCase } from './hashikake-trust.ts'
import { typeMetadataCase } from './hashikake-type-metadata.ts'
import { verifyCase } from './hashikake-verify.ts'
import { vicalCase } from './hashikake-vical.ts'
import { w3cFormats } from './hashikake-w3c.ts'
import type { Implementation, Outcome, Skipped } from './implementation.ts'

const operations: Readonly<Record<string, (testCase: TestCase) => Promise<Outcome> | Outcome>> = {
  verify: verifyCase,
  issue: issueCase,
  receive: receiveCase,
  present: presentCase,
  jwk: jwkCase,
  certificatePath: certificatePathCase,
  retrieve: retrieveCase,
  trustList: trustListCase,
  vical: vicalCase,
  session: sessionCase,
  deviceRequest: deviceRequestCase,
  statusToken: statusTokenCase,
  statusPublish: statusPublishCase,
  typeMetadata: typeMetadataCase,
}

/** This library, over its public API. */
export const hashikake: Implementation = Object.freeze({
  name: 'hashikake',
  operations: Object.keys(operations),
  formats: ['sd-jwt', 'dc+sd-jwt', 'mso_mdoc', ...w3cFormats],
  run: async (testCase: TestCase): Promise<Outcome | Skipped> => {
    const operation = operations[testCase.operation ?? 'verify']
    if (operation === undefined) return 'skipped'
    try {
      return await operation(testCase)
    } catch (thrown) {
      if (thrown instanceof NotExpressible) return { skipped: thrown.message }
      if (thrown instanceof WrongUse) return { accepted: false }
      // Issuing and presenting refuse by throwing; every other throw is a fault and goes to the runner.
      if (thrown instanceof Refusal) return { accepted: false, code: thrown.code }
      throw thrown
    }
  },
})
