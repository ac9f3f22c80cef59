import type { MdocLanguage } from './words.ts'

export const ja: MdocLanguage = {
  codes: {
    mdoc_malformed: '標準で定められた形式のmdocではありません。',
    mdoc_version_unsupported: 'mdocの版が、ここでは扱えないものです。',
    mdoc_status_not_ok: 'ウォレットが、要求に応じられなかったことを知らせています。',
    mdoc_documents_missing: 'ウォレットの応答に、文書が一つも含まれていません。',
    mdoc_too_large: 'mdocの大きさが、受け付けられる上限を超えています。',
    element_repeated: '同じ項目が二度現れるため、読み手によって異なる値が使われるおそれがあります。',
    mso_malformed: '発行者の署名した内容が、標準で定められた形式になっていません。',
    mso_digest_algorithm_not_allowed: '項目の保護に、ここでは受け付けないハッシュアルゴリズムが指定されています。',
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
    device_element_unauthorized: '発行者だけが証明できる項目を、保有者が証明しています。',
  },
  advice: {
    doc_type_mismatch: '内容にかかわらず、受理しないでください。',
    element_digest_mismatch:
      '改変されたものとして扱ってください。ウォレットから直接もう一度提示するよう保有者に依頼し、再び同じ結果になる場合は発行者にお知らせください。',
    device_signature_invalid: '新しい要求を作成し、保有者自身のウォレットから応じるよう依頼してください。',
  },
  checks: {},
}
