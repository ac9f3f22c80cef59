import type { MdocLanguage } from './words.ts'

export const ja: MdocLanguage = {
  checks: {
    structure: '形式',
    algorithm: '署名アルゴリズム',
    issuer_signature: '発行者の署名',
    digests: '開示された項目',
    doc_type: '文書の種類',
    document_signer: '署名者の証明書',
    device_authentication: '保有者本人の証明',
  },
  skips: {
    document_signer: '署名者の鍵が直接指定されており、証明書との照合は行っていません。',
    device_authentication: '保有者本人であることの証明を求めていません。',
  },
  weakenings: {
    cbor_interop:
      '「cbor_interop」により検証が弱められています。数値または長さが必要以上に長く書かれていますが、指定により許容されました。',
    cose_tagged:
      '「cose_tagged」により検証が弱められています。標準では付けないタグが署名に付いていますが、指定により許容されました。',
    mdoc_short_random:
      '「mdoc_short_random」により検証が弱められています。項目を保護する乱数が短く、開示されていない項目を推測されるおそれがありますが、指定により許容されました。',
    mdoc_fractional_dates:
      '「mdoc_fractional_dates」により検証が弱められています。日時に秒未満の端数がありますが、指定により許容されました。',
  },
  codes: {
    mdoc_malformed: '標準で定められた形式のmdocではありません。',
    mdoc_version_unsupported: 'mdocの版が、ここでは扱えないものです。',
    mdoc_status_not_ok: 'ウォレットが、要求に応じられなかったことを知らせています。',
    mdoc_documents_missing: 'ウォレットの応答に、文書が一つも含まれていません。',
    mdoc_too_large: 'mdocの大きさが、受け付けられる上限を超えています。',
    element_repeated: '同じ項目が二度現れるため、読み手によって異なる値が使われるおそれがあります。',
    mso_malformed: '発行者の署名した内容が、標準で定められた形式になっていません。',
    mso_digest_algorithm_not_allowed: '項目の保護に、ここでは受け付けないハッシュアルゴリズムが指定されています。',
    x5chain_missing: '文書に、署名した者の証明書が含まれていません。',
    device_response_unexpected:
      'これは要求に対するウォレットの応答ですが、要求が示されていないため、誰に応じたものか確認できません。',
    mdoc_several_documents: '一つの文書が求められているところ、応答に複数の文書が含まれています。',
    signed_outside_certificate: '署名者の証明書が有効でない時点で、文書に署名されています。',
    valid_beyond_certificate: '文書の有効期間が、署名者の証明書の有効期間を超えています。',
    issuing_country_mismatch: '文書に記された国が、署名者の証明書の国と異なります。',
    issuing_jurisdiction_mismatch: '文書に記された州または地域が、署名者の証明書のものと異なります。',
    doc_type_mismatch: '文書が、発行されたときとは別の種類として提示されています。',
    element_digest_missing: '項目の一つが、発行者の署名した内容に含まれていません。発行後に追加されたものです。',
    element_digest_mismatch: '項目の一つが、発行者の署名した内容と異なります。発行後に変更されたものです。',
    device_authentication_missing: '保有者による証明がないか、二つ付いています。',
    device_signature_invalid:
      '保有者の署名が、この要求および文書に結び付けられた鍵と一致しません。別の者が提示したか、別の要求に対するものです。',
    device_mac_invalid:
      '保有者による証明が、この要求および文書に結び付けられた鍵と一致しないか、確認に必要な鍵が渡されていません。',
    device_request_malformed: '読み取り側の要求が、標準で定められた形式になっていません。',
    reader_authentication_missing: '誰が要求しているのかを示す、読み取り側の証明がありません。',
    reader_signature_invalid:
      '読み取り側の署名が、要求およびこの通信と一致しません。別の者が要求している可能性があります。',
    session_malformed: '通信の内容が、標準で定められた形式になっていません。',
    session_undecryptable: '通信の内容を復号できません。この通信のものではないか、順序が異なるか、変更されています。',
    encryption_info_malformed: '回答を誰に宛てて暗号化するかが、標準で定められた形式で示されていません。',
    encrypted_response_malformed: 'ウォレットの暗号化された回答が、標準で定められた形式になっていません。',
    encrypted_response_undecryptable:
      'ウォレットの回答を復号できません。別の要求または別のページに対するものか、変更されています。',
    random_repeated: 'このシステムの乱数が繰り返されており、開示されていない項目を推測されるおそれがあります。',
    device_element_unauthorized: '発行者だけが証明できる項目を、保有者が証明しています。',
  },
  advice: {
    x5chain_missing: '証明書を含む文書を、発行者に求めてください。',
    device_response_unexpected: 'この応答のもととなった要求を示して、検証してください。',
    mdoc_several_documents:
      '複数の文書を含む応答として検証する（verifyPresentation）か、文書を一つずつ要求してください。',
    doc_type_mismatch: '内容にかかわらず、受理しないでください。',
    element_digest_mismatch:
      '改変されたものとして扱ってください。ウォレットから直接もう一度提示するよう保有者に依頼し、再び同じ結果になる場合は発行者にお知らせください。',
    device_signature_invalid: '新しい要求を作成し、保有者自身のウォレットから応じるよう依頼してください。',
    encrypted_response_undecryptable: '新しい要求を作成し、このページで応じるよう保有者に依頼してください。',
    random_repeated: 'このシステムの乱数生成が修復されるまで、発行を行わないでください。',
  },
}
