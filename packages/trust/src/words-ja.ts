import type { TrustLanguage } from './words.ts'

export const ja: TrustLanguage = {
  checks: {
    awarding_power: '授与日における学位授与権',
  },
  codes: {
    trust_type_out_of_scope: '発行者は登録されていますが、この種類の証明書の発行者としては認められていません。',
    trust_territory_out_of_scope: '発行者は確認できましたが、その国・地域はここでは対象になっていません。',
    issuer_metadata_malformed: '発行者が鍵を公開しているページが、標準で定められた形式になっていません。',
    issuer_metadata_issuer_mismatch: '鍵を公開しているページは、別の発行者のものです。',
    issuer_metadata_key_set_not_allowed:
      '発行者のページは鍵の取得先として別のホストを示していますが、そのホストは許可されていません。',
    issuer_metadata_key_unknown: '証明書が示す鍵は、発行者が公開している鍵の中にありません。',
    issuer_metadata_key_ambiguous: '発行者が複数の鍵を公開しており、証明書からはどの鍵か特定できません。',
    did_malformed: '発行者の識別子（DID）が、標準で定められた書き方になっていません。',
    did_method_not_allowed: '発行者の識別子は、ここでは受け付けていない種類のものです。',
    did_not_trusted: '発行者は自ら作成した鍵と識別子を持っていますが、信頼する発行者として登録されていません。',
    did_document_malformed: '発行者の識別子の鍵を公開しているページを読み取れません。',
    did_document_mismatch: '鍵を公開しているページは、発行者とは別の識別子のものです。',
    did_key_unknown: '発行者の識別子には、この署名に対応する鍵がありません。',
    did_key_ambiguous: '発行者の識別子に複数の鍵があり、証明書からはどの鍵か特定できません。',
    did_controller_mismatch: '発行者の識別子が示す鍵は、別の者が管理しています。',
    certificate_binding_mismatch: '電子証明書は有効ですが、証明書に記載された発行者のものではありません。',
    trust_list_malformed: '信頼できる機関の一覧が、標準で定められた形式になっていません。',
    trust_list_version_unsupported: '信頼できる機関の一覧の版に対応していません。',
    trust_list_too_large: '信頼できる機関の一覧が、受け付けられる大きさを超えています。',
    trust_list_signature_malformed: '信頼できる機関の一覧の署名を読み取れません。',
    trust_list_signature_invalid:
      '信頼できる機関の一覧の署名が正しくありません。改変されたか、別の者が署名しています。',
    trust_list_signer_unknown: '信頼できる機関の一覧に、運営者として登録されていない者が署名しています。',
    trust_list_signer_not_trusted: '信頼できる機関の一覧の署名者は、運営者として信頼されていません。',
    trust_list_type_mismatch: '想定とは異なる種類の一覧です。',
    trust_list_territory_mismatch: '想定とは異なる国・地域の一覧です。',
    trust_list_not_yet_issued: '信頼できる機関の一覧の発行日時が、未来の日時になっています。',
    trust_list_stale: '信頼できる機関の一覧が古く、更新の期限を過ぎています。',
    trust_list_rolled_back: '以前に確認したものより古い版の一覧が届きました。',
    trust_list_sequence_repeated: '内容の異なる二つの版の一覧に、同じ番号が付いています。',
    trust_list_extension_critical:
      'この機関について、無視してはならない情報が一覧に含まれていますが、ここでは解釈できません。',
    trust_list_entry_ambiguous: '一覧で一つの鍵が複数の機関に登録されており、署名した機関を特定できません。',
    trust_list_service_withdrawn: '発行者は一覧にありますが、現在、発行の資格が有効ではありません。',
    trust_list_service_not_held_at_issuance: '証明書が発行された時点で、発行者に発行の資格がありませんでした。',
    trust_list_entry_missing: '発行者を機関の一覧で確認していないため、学位授与権の有無が分かりません。',
    award_date_missing: '学位の授与日が記載されていないか、開示されていません。',
    award_date_malformed: '学位の授与日が、日付の形式になっていません。',
    award_date_in_future: '学位の授与日が、未来の日付になっています。',
    awarding_power_missing: '一覧によれば、この機関は授与日にこの学位を授与する権限を持っていませんでした。',
  },
  advice: {
    trust_list_entry_missing:
      'この学位を授与できる機関かどうか、当該機関または学歴・資格の承認機関にお問い合わせください。',
    award_date_missing: '学位の授与日も開示するよう、保有者に依頼してください。',
    awarding_power_missing: 'この機関の沿革に詳しい担当者に引き継ぐか、学歴・資格の承認機関にお問い合わせください。',
    trust_list_entry_ambiguous: '一覧の運営者に連絡してください。',
    trust_list_malformed: '一覧の運営者に連絡してください。証明書に問題があるとは限りません。',
    trust_list_rolled_back: '一覧の入手元を確認してください。証明書に問題があるとは限りません。',
  },
}
