import type { SdJwtLanguage } from './words.ts'

export const ja: SdJwtLanguage = {
  checks: {
    structure: '形式',
    claims: '証明書に必須の項目',
    algorithm: '署名アルゴリズム',
    issuer_signature: '発行者の署名',
    disclosures: '開示された項目',
    key_binding: '保有者本人の証明',
    type_rules: '証明書の種類の規則',
  },
  skips: {
    key_binding: '保有者本人であることの証明を求めていません。',
  },
  weakenings: {
    'typ_vc+sd-jwt':
      '「typ_vc+sd-jwt」により検証が弱められています。証明書に旧版の草案のメディアタイプが使われていますが、指定により許容されました。',
  },
  codes: {
    sd_jwt_malformed: 'SD-JWTではありません。署名された部分または区切りが欠けています。',
    json_serialization_malformed: '証明書はJSON形式ですが、標準で定められた構成になっていません。',
    json_serialization_not_allowed:
      '証明書がJSON形式で提示されましたが、ここではコンパクト形式のみを受け付けています。',
    disclosure_malformed: '開示された項目の一つが、標準で定められた形式になっていません。',
    disclosures_too_many: '開示された項目の数が、受け付けられる上限を超えています。',
    claim_name_reserved: '標準で予約されている名前が、項目の名前に使われています。',
    key_binding_missing:
      '貴機関の要求に対する保有者の署名がありません。他人の証明書の単なる写しである可能性があります。',
    key_binding_unexpected: '要求に対する保有者の署名が付いていますが、対応する要求が行われていません。',
    key_binding_malformed: '保有者による証明を読み取れません。',
    type_header_mismatch: 'ヘッダーの記載によると、想定とは別の種類の文書です。',
    hash_algorithm_not_allowed: '項目の保護に、ここでは受け付けないハッシュアルゴリズムが使われています。',
    hash_algorithm_misplaced: 'ハッシュアルゴリズムの名前が、置いてはならない場所に置かれています。',
    hash_too_weak: 'ハッシュアルゴリズムの強度が署名より低く、項目が最も偽造しやすい部分になってしまいます。',
    digests_malformed: '開示されていない項目を表すダイジェストが、標準で定められた形式になっていません。',
    digest_repeated: '同じダイジェストが二度現れるため、一つの項目が二か所に当てはまり得ます。',
    disclosure_repeated: '同じ項目が二度開示されています。',
    disclosure_unreferenced:
      '開示された項目の一つが、発行者の署名した内容に含まれていません。発行後に変更または追加されたものです。',
    disclosure_misplaced:
      '開示された項目の一つが、その場所に置ける種類のものではありません（一覧の要素と名前付きの項目が取り違えられています）。',
    claim_repeated: '開示された項目の一つが、同じ名前の別の項目と重なります。',
    claims_too_deep: '項目の入れ子が、受け付けられる深さを超えています。',
    claim_not_disclosable: '常に見えていなければならない項目が、この証明書では伏せられるようになっています。',
    time_malformed: '証明書の日時（発行、有効期間の開始または終了）が、あり得ない値になっています。',
    audience_malformed: '証明書が指定する宛先が、標準で定められた形式になっていません。',
    issuer_malformed: '発行者の識別子が、標準で定められた形式になっていません。',
    confirmation_missing: '証明書がどの鍵にも結び付けられていないため、保有者本人であることを誰も証明できません。',
    confirmation_unsupported: '保有者の鍵が、ここでは対応していない方法で示されています。',
    key_binding_type_mismatch: '保有者による証明があるべき場所に、別の種類の署名付き文書が置かれています。',
    key_binding_signature_invalid:
      '保有者の署名が、証明書に結び付けられた鍵と一致しません。本人以外の者が提示したか、証明が変更されています。',
    key_binding_claims_malformed: '保有者による証明の項目が欠けているか、正しい種類ではありません。',
    key_binding_in_future: '保有者による証明の日時が、現在より後になっています。いずれかの時計が正しくありません。',
    key_binding_too_old: '保有者による証明が作成されてから、時間が経ちすぎています。',
    key_binding_nonce_mismatch: '保有者による証明は、この要求とは別の要求に対するものです。',
    key_binding_audience_mismatch: '保有者による証明は、貴機関とは別の宛先に向けたものです。',
    key_binding_hash_mismatch:
      '保有者による証明の対象が、提示された項目と異なります。署名の後に項目が追加または削除されています。',
    key_binding_expired: '保有者による証明の有効期限が切れています。',
    key_binding_not_yet_valid: '保有者による証明の有効期間がまだ始まっていません。',
    vct_missing: '証明書に、その種類が示されていません。',
    aka_vcts_malformed: '証明書が併せて名乗る種類の記載が、標準で定められた形式になっていません。',
    integrity_malformed: '証明書の種類の定義に対するチェックサムが、標準で定められた形式になっていません。',
    status_malformed: '失効状態の問い合わせ先の記載が、標準で定められた形式になっていません。',
    certificates_missing: 'ここでは発行者の電子証明書が必須ですが、添付されていません。',
    certificates_malformed: '発行者の電子証明書が、標準で定められた形式になっていません。',
    type_metadata_missing:
      'この種類の証明書の規則が分かりません。規則は登録されておらず、問い合わせ先も示されていません。',
    type_metadata_publisher_not_allowed: 'この種類の規則は、貴機関が信頼していない者によって公開されています。',
    type_metadata_malformed: 'この種類の規則が、標準で定められた形式になっていません。',
    type_metadata_outdated: 'この種類の規則は旧版の草案の書き方で書かれており、許容する指定がありません。',
    type_metadata_too_large: 'この種類の規則が、受け付けられる大きさを超えています。',
    type_metadata_type_mismatch: '見つかった規則は、別の種類の証明書のものです。',
    integrity_mismatch:
      '文書が、示されていたものと一致しません。後から変更されたか、ダイジェストの記載が誤っています。',
    type_metadata_circular: 'この種類は、直接または他の種類を経て自分自身を拡張しており、規則の出発点がありません。',
    type_metadata_too_deep: '種類の拡張が、受け付けられる段数を超えて重なっています。',
    type_metadata_override_forbidden: 'この種類は、拡張元の種類が定めた規則を緩めています。',
    claim_structure_mismatch:
      '項目の構成が、この種類の規則と異なります。名前の付いた項目の場所に一覧があるか、その逆です。',
    claim_sd_required: '保有者が開示しないことを選べるはずの項目が、この証明書では常に見える状態になっています。',
    claim_sd_forbidden: '常に見えるべき項目が、この証明書では開示しないことができる状態になっています。',
    mandatory_claim_missing: 'この種類の証明書の発行に必須の項目がありません。',
    svg_template_refused: 'この証明書の図は表示されません。許可されていない内容が含まれているか、読み取れません。',
    svg_placeholder_misplaced: 'この証明書の図は表示されません。図そのものの部分に項目を埋め込もうとしています。',
    svg_placeholder_unknown: 'この証明書の図は表示されません。この種類の規則にない項目を求めています。',
    claim_reserved: '発行内容の案で、専用の欄に書くべき事柄が、項目としても書かれています。',
    salt_repeated: 'このシステムの乱数が繰り返されており、開示されていない項目を推測されるおそれがあります。',
  },
  advice: {
    type_metadata_missing: '公開者または登録簿にある規則を検証の設定に加えるか、この確認を外してください。',
    type_metadata_publisher_not_allowed:
      'この公開者を信頼できる場合は、規則を受け入れる公開者に加えてください。信頼できない場合は、証明書を受理しないでください。',
    type_metadata_malformed: '規則の公開者にお知らせください。それまでは、修正した写しをお使いください。',
    type_metadata_outdated: '旧版の書き方を名前で指定して許容するか、新しい規則を公開者に求めてください。',
    integrity_mismatch:
      '時間をおいてもう一度お試しください。変わらない場合は、発行者と文書の公開者にお知らせください。',
    claim_sd_required: '発行者にお知らせください。証明書の再発行が必要です。',
    claim_sd_forbidden: '発行者にお知らせください。証明書の再発行が必要です。',
    claim_structure_mismatch: '発行者にお知らせください。証明書の再発行が必要です。',
    mandatory_claim_missing: '発行者にお知らせください。証明書の再発行が必要です。',
    key_binding_missing:
      '貴機関の要求に応じて、ウォレットから提示するよう保有者に依頼してください。ファイルや写しで代えることは避けてください。',
    key_binding_unexpected: '検証の際に貴機関の要求も渡すか、保有者による証明を付けずに提示するよう依頼してください。',
    confirmation_missing: '保有者に結び付けられた証明書の提示を依頼するか、担当者が本人確認を行ってください。',
    disclosure_unreferenced:
      '改変されたものとして扱ってください。ウォレットから直接もう一度提示するよう保有者に依頼し、再び同じ結果になる場合は発行者にお知らせください。',
    key_binding_signature_invalid:
      '提示したのが保有者本人であるとは見なさないでください。新しい要求を作成し、保有者自身のウォレットから応じるよう依頼してください。',
    key_binding_in_future:
      '貴機関の時計が正しいことをご確認のうえ、新しい要求を作成し、保有者に改めて提示を依頼してください。',
    key_binding_too_old: '新しい要求を作成し、速やかに応じるよう保有者に依頼してください。',
    key_binding_nonce_mismatch:
      '新しい要求を作成し、保有者に改めて提示を依頼してください。以前の提示が再び送られてくる場合は、写しが使い回されている可能性があります。',
    key_binding_audience_mismatch:
      '貴機関の要求に応じて提示するよう、保有者に依頼してください。再び同じ結果になる場合は、他の宛先への提示が転送されている可能性があります。',
    key_binding_hash_mismatch:
      'ウォレットから直接もう一度提示するよう、保有者に依頼してください。途中で内容を変更することはできません。',
    key_binding_expired: '新しい要求を作成し、速やかに応じるよう保有者に依頼してください。',
    claim_reserved: '発行内容の案の項目から、この項目を取り除いてください。',
    salt_repeated: 'このシステムの乱数生成が修復されるまで、発行を行わないでください。',
    hash_too_weak: '署名と同等以上の強度のハッシュアルゴリズムを選択してください。',
  },
}
