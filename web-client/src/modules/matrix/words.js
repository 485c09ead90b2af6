// SPDX-License-Identifier: AGPL-3.0-or-later
// How values of dimensions read.
import { useMemo } from 'react';
import { useRefName } from '../../api/refs.js';
import { useText, useTranslation } from '../../i18n/index.js';

/** @param {any} resource @returns {((dimension: {name: string}, value: string|null) => string) & {values: (values: any) => string}} */
export function useValueName(resource) {
  const { t } = useTranslation('matrix');
  const text = useText();
  const refName = useRefName();
  return useMemo(() => {
    const one = (dimension, value) => {
      const field = resource?.field[dimension.name];
      if (value === null) return t('empty');
      if (field?.type === 'reference') return refName(field.to, value) || '…';
      return text(field?.choices?.find((choice) => choice.value === value)?.label) || value;
    };
    const values = (all) => Object.entries(all ?? {})
      .map(([name, list]) => text(resource?.field[name]?.label ?? name) + '：' + list.slice(0, 6).map((value) => one({ name }, value)).join('、') + (list.length > 6 ? ' …' : ''))
      .join('；') || t('everything');
    return Object.assign(one, { values });
  }, [resource, t, text, refName]);
}
