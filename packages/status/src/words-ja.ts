import type { StatusLanguage } from './words.ts'

export const ja: StatusLanguage = {
  codes: {
    status_mechanism_unsupported:
      '証明書の失効状態が、ここでは知られていない方法で示されているため、現在も有効かどうかを判断できません。',
    status_list_malformed: '失効一覧が、定められた形式に従っていません。',
    status_list_type_mismatch: '失効一覧があるはずの場所に、別の種類の文書がありました。',
    status_list_signature_invalid: '失効一覧は、署名すべき者が署名したものではありません（偽造または破損）。',
    status_list_signer_unknown: '失効一覧に署名した者は、信頼する者の中にありません。',
    status_list_signer_unrelated: '失効一覧に署名した者は、証明書の発行者と関係がありません。',
    status_list_subject_mismatch: '失効一覧は、証明書が示す場所とは別の場所のものです。',
    status_list_expired: '入手できた失効一覧の有効期限が切れています。',
    status_list_not_yet_valid: '失効一覧の日付が将来のものになっています。',
    status_list_time_mismatch: '失効一覧は、確認しようとした時点のものではありません。',
    status_index_out_of_range: '失効一覧に、この証明書の欄がありません。',
    status_unknown: '失効一覧に、ここでは知られていない状態が記されています。有効とは扱いません。',
    status_replaced: '証明書は、訂正などにより別の証明書に置き換えられています。学位そのものは有効な場合があります。',
    status_withdrawn: '発行者は、この証明書だけでなく、授与そのものを取り消しています。',
    status_purpose_mismatch: '失効一覧は、証明書が示すものとは別の用途のものです。',
    bitstring_malformed: '失効一覧、またはその中の証明書の欄が、定められた形式に従っていません。',
    aggregation_malformed: '失効一覧の目録が、定められた形式に従っていません。',
    status_list_full: '失効一覧に空きがありません。新しい一覧を作成してください。',
  },
  advice: {
    status_replaced: '保有者に、新しい証明書の提示を求めてください。',
    status_withdrawn: 'この学位などの授与を前提としないでください。疑問があれば発行者に確認してください。',
  },
  checks: {},
}
