import type { Json, Members } from '../json.ts'
import type { Case } from '../suite.ts'
import { casesOn, contexts, credentialsContext, degree, degreeContext, proofBy, secured } from './scene.ts'

const rdf = await secured(degree, proofBy('eddsa-rdfc-2022'))
const json = await secured(degree, proofBy('eddsa-jcs-2022'))
const overRdf = casesOn('base-rdf', rdf)
const overJson = casesOn('base-json', json)

const covers = 'Data Integrity 1.0 §2.5'
const contextual = 'Data Integrity 1.0 §2.4.1, §4.6'
const vcTerms = 'VCDM 2.0 §6.1.2'
const evil = 'https://attacker.example/contexts/v1'
const signature = 'authenticate/signature_invalid'

const named = (...list: readonly Json[]): Members => ({ ...rdf, '@context': list })
const subject = (members: Members, of: Members = rdf): Members => ({
  ...of,
  credentialSubject: { ...(of.credentialSubject as Members), ...members },
})
/** A member that JSON has and an object literal cannot give. */
const withPrototype = (of: Members): string =>
  JSON.stringify(of).replace('"credentialSubject":{', '"credentialSubject":{"__proto__":{"grade":"S"},')

/** Blank nodes that all look alike: canonicalisation would have to try their orders. */
const alike = (depth: number): Members =>
  depth === 0 ? { knows: {} } : { knows: [alike(depth - 1), alike(depth - 1)], courses: [alike(depth - 1)] }

export const coverageCases: readonly Case[] = [
  overRdf.theBase('W36 Data Integrity 1.0 §2.5', 'a document of which all is signed, over RDF'),
  overJson.theBase('W36 Data Integrity 1.0 §2.5', 'the same over JSON'),

  overRdf.refused(
    'W36-1',
    covers,
    'a member added that no context names',
    'authenticate/member_unmapped',
    subject({ honours: 'summa' }),
  ),
  overRdf.refused('W36-2', covers, 'one added at the root', 'authenticate/member_unmapped', { ...rdf, gpa: 4 }),
  overRdf.refused(
    'W36-3',
    covers,
    'one added to a course',
    'authenticate/member_unmapped',
    subject({ courses: [{ title: 'Bridges', rank: 1 }, { title: 'Rivers' }] }),
  ),
  overRdf.refused(
    'A43-80',
    covers,
    'an own member __proto__ added to the subject',
    'parse/member_not_signed',
    withPrototype(rdf),
  ),
  overRdf.refused(
    'A43-81',
    covers,
    'an own member __proto__ added at the root',
    'parse/member_not_signed',
    JSON.stringify(rdf).replace('{', '{"__proto__":{"id":"urn:x:y"},'),
  ),
  overJson.refused(
    'A43-82',
    covers,
    'an own member __proto__ added to the subject, under a proof over JSON',
    signature,
    withPrototype(json),
  ),
  overRdf.refused(
    'A43-83',
    covers,
    'a member constructor',
    'authenticate/member_unmapped',
    subject({ constructor: 'x' }),
  ),
  overRdf.refused('W36-4', covers, 'a claim that is null', 'parse/member_not_signed', subject({ title: null })),
  overRdf.refused('W36-5', covers, 'a claim that is an empty list', 'parse/member_not_signed', subject({ knows: [] })),
  overRdf.refused(
    'W36-6',
    covers,
    'a null among others',
    'parse/member_not_signed',
    subject({ courses: [{ title: 'Bridges' }, { title: 'Rivers' }, null] }),
  ),
  overRdf.refused(
    'W36-7',
    covers,
    'a number with digits that do not count',
    'parse/number_inexact',
    subject({ credits: 180.00000000000003 }),
  ),
  overRdf.refused(
    'W36-8',
    covers,
    'a number beyond integers',
    'parse/number_inexact',
    subject({ credits: 1.2345678901234567e300 }),
  ),
  overRdf.refused(
    'W36-9',
    vcTerms,
    'a name that is a URL',
    'parse/member_not_term',
    subject({ 'https://registrar.example/terms#grade': 'S' }),
  ),
  overRdf.refused('W36-10', vcTerms, 'a keyword', 'parse/member_not_term', { ...rdf, '@included': { id: 'urn:x:y' } }),
  overRdf.refused('W36-11', vcTerms, 'a subject named by @id', 'parse/member_not_term', subject({ '@id': 'urn:x:y' })),
  overRdf.refused(
    'W36-12',
    vcTerms,
    'members nested by @nest',
    'parse/member_not_term',
    subject({ '@nest': { grade: 'S' } }),
  ),
  overRdf.refused('W36-13', covers, 'a term that the context has, added', signature, subject({ title: 'Doctor' })),
  overJson.refused(
    'W36-14',
    covers,
    'a member added under a proof over JSON',
    signature,
    subject({ honours: 'summa' }, json),
  ),
  overJson.refused('W36-15', covers, 'a null added under a proof over JSON', signature, subject({ title: null }, json)),
  overRdf.taken(
    'W36-16',
    covers,
    'a number that RDF keeps',
    await secured(subjectOf({ credits: 180.5 }), proofBy('eddsa-rdfc-2022')),
  ),
  overRdf.taken(
    'W36-17',
    covers,
    'text in a language',
    await secured(subjectOf({ title: { '@value': '学士', '@language': 'ja' } }), proofBy('eddsa-rdfc-2022')),
  ),
  overRdf.refused('W36-18', covers, 'its language changed', signature, {
    ...(await secured(subjectOf({ title: { '@value': '学士', '@language': 'ja' } }), proofBy('eddsa-rdfc-2022'))),
    credentialSubject: subjectOf({ title: { '@value': '学士', '@language': 'zh' } }).credentialSubject as Json,
  }),

  overRdf.refused(
    'W35-1',
    contextual,
    'a context that is nobody’s',
    'parse/context_unknown',
    named(credentialsContext, degreeContext, evil),
  ),
  overRdf.refused(
    'W35-2',
    contextual,
    'another in the place of its own',
    'parse/context_unknown',
    named(credentialsContext, evil),
  ),
  overRdf.refused(
    'W35-3',
    contextual,
    'definitions of its own',
    'parse/context_inline',
    named(credentialsContext, degreeContext, { honours: 'https://registrar.example/terms#grade' }),
  ),
  overRdf.refused(
    'W35-4',
    contextual,
    'a vocabulary of its own',
    'parse/context_inline',
    named(credentialsContext, degreeContext, { '@vocab': 'https://registrar.example/terms#' }),
  ),
  overRdf.refused(
    'W35-5',
    contextual,
    'a base of its own',
    'parse/context_inline',
    named(credentialsContext, degreeContext, { '@base': 'https://attacker.example/' }),
  ),
  overRdf.refused(
    'W35-6',
    contextual,
    'a context within the subject',
    'parse/context_inline',
    subject({ '@context': [degreeContext] }),
  ),
  overRdf.refused('W35-7', contextual, 'the context of the degree left out', 'authenticate/member_unmapped', {
    ...named(credentialsContext),
    type: ['VerifiableCredential'],
  }),
  overRdf.refusedWhere('W35-8', contextual, 'a verifier that does not know the context', 'parse/context_unknown', {
    circumstances: { options: {} },
  }),
  overRdf.refusedWhere('W35-9', contextual, 'a verifier for whom a term means something else', signature, {
    circumstances: {
      options: { contexts: { [degreeContext]: replaced({ grade: 'https://attacker.example/terms#grade' }) } },
    },
  }),
  overRdf.refusedWhere(
    'W35-10',
    contextual,
    'a context that gives a term of the data model another meaning',
    'authenticate/term_redefined',
    {
      circumstances: {
        options: { contexts: { [degreeContext]: replaced({ issuer: 'https://attacker.example/terms#issuer' }) } },
      },
    },
  ),
  overRdf.met('W35-11', contextual, 'nobody can change what the data model’s own terms mean', {
    circumstances: { options: { contexts: { ...contexts, [credentialsContext]: { '@context': {} } } } },
  }),
  overRdf.refused(
    'W35-12',
    contextual,
    'the contexts in another order',
    'parse/base_context_missing',
    named(degreeContext, credentialsContext),
  ),
  overRdf.refusedWhere('W35-14', contextual, 'a context that is none', 'authenticate/json_ld_malformed', {
    circumstances: { options: { contexts: { [degreeContext]: replaced({ grade: 7 }) } } },
  }),
  overJson.refused(
    'W35-13',
    contextual,
    'a context added under a proof over JSON',
    'authenticate/proof_context_mismatch',
    { ...json, '@context': [credentialsContext, degreeContext, evil] },
  ),

  overRdf.refused(
    'W37-1',
    'RDF Dataset Canonicalization 1.0 §7.1',
    'a graph made to take for ever',
    'authenticate/canonicalization_too_complex',
    subject({ knows: alike(6) }),
  ),
]

function subjectOf(members: Members): Members {
  return { ...degree, credentialSubject: { ...(degree.credentialSubject as Members), ...members } }
}

function replaced(terms: Members): Members {
  const { '@context': own } = contexts[degreeContext] as Members
  return { '@context': { ...(own as Members), ...terms } }
}
