import { verify } from '@hashikake/verifier'
import { makeFixture, requireAccepted } from './credential.ts'
import { measureGarbage } from './heap.ts'
import type { Report } from './report.ts'

export async function garbage(report: Report): Promise<void> {
  const { presentation, options } = await makeFixture()
  const run = async (): Promise<void> => requireAccepted(await verify(presentation, options))
  await measureGarbage('garbage of a verification', run, { atMost: 24 }, report)
}
