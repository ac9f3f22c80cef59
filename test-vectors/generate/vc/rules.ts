import type { Rule } from '../rules.ts'

const verify = ['verify']
const must = (id: string, clause: string, rule: string, see?: readonly string[]): Rule => ({
  id,
  clause,
  kind: 'must',
  operations: verify,
  rule,
  ...(see === undefined ? {} : { see }),
})

/** VCDM 2.0, and how VC-JOSE-COSE, VC JSON Schema and Data Integrity secure and check it. */
export const vcRules: readonly Rule[] = [
  must('W1', 'VCDM 2.0 §4.3', 'The first context of a document is that of the data model.'),
  must('W2', 'VCDM 2.0 §4.3', 'Every other context is a URL or a set of definitions that can be read.'),
  must('W3', 'VCDM 2.0 §5.2.1', 'No context gives a protected term another meaning.'),
  must('W4', 'VCDM 2.0 §4.4', 'An id is one absolute URL.'),
  must('W5', 'VCDM 2.0 §4.5', 'A document says its types, the one that all have among them; each is a term or a URL.'),
  must('W6', 'VCDM 2.0 §5.2.1', 'Each type has a meaning in the contexts of the document.'),
  must('W7', 'VCDM 2.0 §4.6, §11.1', 'A name or a description is text, or text with its language and direction.'),
  must('W8', 'VCDM 2.0 §4.7', 'An issuer is a URL, or an object with one as id.'),
  must('W9', 'VCDM 2.0 §4.8', 'There is a subject, and something is said of it.'),
  must(
    'W10',
    'VCDM 2.0 §4.9',
    'Times are whole date-time stamps; both ends of the period belong to it, in their order.',
    ['A48'],
  ),
  must('W11', 'VCDM 2.0 §4.10', 'A status has a type, and an id that is a URL where it has one.'),
  must('W12', 'VCDM 2.0 §4.11', 'A schema has a type, and a URL as id.'),
  must('W13', 'VCDM 2.0 §5.4', 'A refresh service has a type, and an id that is a URL where it has one.'),
  must('W14', 'VCDM 2.0 §5.5', 'Terms of use have a type, and an id that is a URL where they have one.'),
  must('W15', 'VCDM 2.0 §5.6', 'Evidence has a type, and an id that is a URL where it has one.'),
  must('W16', 'VCDM 2.0 §5.3', 'A related resource has a URL and a digest; none is named twice.'),
  must('W17', 'VCDM 2.0 §5.3, §B.1', 'Contexts are those whose digests the credential gives, byte for byte.'),
  must('W18', 'VC-JOSE-COSE §3', 'The signed header names the media type of the document, and of nothing else.'),
  must('W19', 'VC-JOSE-COSE §1.2', 'The document is the payload itself, without the claims vc and vp of version 1.1.'),
  must('W20', 'VC-JOSE-COSE §4.1', 'The key is the issuer’s, and whoever the envelope names is the issuer.'),
  must(
    'W21',
    'VC-JOSE-COSE §3.2.1',
    'What is needed to judge a credential stays open; the rest is for its holder to show.',
    ['A29'],
  ),
  must('W22', 'VCDM 2.0 §4.13', 'A presentation is asked for, says its type, and holds secured credentials.'),
  must('W23', 'VCDM 2.0 §4.13.1', 'An envelope is a data URL of a media type that the verifier takes.'),
  must('W24', 'VCDM 2.0 §4.13', 'A credential in a presentation is held to all that one alone is.'),
  must('W25', 'VCDM 2.0 §4.13', 'Whoever presents is the one for whom the issuer made the credential.', ['A32']),
  must('W26', 'OpenID4VP 1.0 §14.1.2', 'A presentation answers this verifier’s request, now.'),
  must(
    'W27',
    'VC JSON Schema §4.2',
    'A credential conforms to each schema that it names, as far as the verifier demands it.',
  ),
  must(
    'W28',
    'VC JSON Schema §3',
    'A schema names itself and its version, and asks for no other document and no endless work.',
  ),
  must('W29', 'VCDM 2.0 §5.3', 'A schema has the digest that the credential gives of it.'),
  must('W30', 'VC JSON Schema §2.2', 'A schema inside a credential is believed as that credential is.'),
]
