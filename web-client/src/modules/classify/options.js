// SPDX-License-Identifier: AGPL-3.0-or-later
// The ECharts option of the pyramid: one layer a tier, the best on top; widths follow the order, words the numbers.
import { formatCompact, formatNumber } from '../../i18n/format.js';
import { base, escaped, tip } from '../dashboard/options.js';
import { FILLS } from './data.js';

/** @param {any[]} rows of classRows @param {any} token @param {{customers: (count: number) => string}} words */
export function pyramidOption(rows, token, words) {
  const data = rows.map((row, at) => ({ name: row.name, value: at + 1, row, itemStyle: { color: FILLS[row.color] } }));
  return {
    ...base(token),
    ...tip(token, ({ data: { row } }) => [escaped(row.name), words.customers(row.count), formatCompact(row.money)].join('<br/>')),
    series: [{
      type: 'funnel', sort: 'ascending', data, left: 4, right: 4, top: 4, bottom: 4, minSize: '34%', maxSize: '100%', gap: 3, cursor: 'pointer',
      label: { position: 'inside', color: '#fff', fontSize: 12, lineHeight: 16, formatter: ({ data: { row } }) => `${row.name} ${formatNumber(row.count)}\n${formatCompact(row.money)}` },
      itemStyle: { borderWidth: 0 },
    }],
  };
}
