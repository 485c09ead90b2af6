// SPDX-License-Identifier: AGPL-3.0-or-later
// The kind of a tie in words: a choice of relations, or one of those that nobody wrote down.
import { useMeta } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';

/** @returns {(kind: string|null|undefined) => string} */
export function useTieWords() {
  const { t } = useTranslation('relation');
  const text = useText();
  const choices = useMeta().byName.relation?.field.kind?.choices ?? [];
  return (kind) => {
    const choice = choices.find((one) => one.value === kind);
    return choice ? text(choice.label) : kind ? t('kind.' + kind) : t('knows');
  };
}
