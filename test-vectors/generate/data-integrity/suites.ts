import type { Suite } from '../suite.ts'
import { controllerCases } from './controllers.ts'
import { coverageCases } from './coverage.ts'
import { presentationCases } from './presentations.ts'
import { proofCases } from './proofs.ts'
import { selectiveCases } from './selective.ts'

export const dataIntegritySuites: readonly Suite[] = [
  { suite: 'data-integrity/proofs', cases: proofCases },
  { suite: 'data-integrity/coverage', cases: coverageCases },
  { suite: 'data-integrity/controllers', cases: controllerCases },
  { suite: 'data-integrity/selective', cases: selectiveCases },
  { suite: 'data-integrity/presentations', cases: presentationCases },
]
