// SPDX-License-Identifier: AGPL-3.0-or-later
// ECharts options of the dashboard's charts, from rows and the theme's colours.
import { formatCompact, formatMoney, formatNumber } from '../../i18n/format.js';

/** Tooltips are HTML; names are not. @param {string} text */
export const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

export const base = (token) => ({ textStyle: { color: token.colorText, fontFamily: token.fontFamily } });
export const tip = (token, formatter) => ({
  tooltip: { formatter, confine: true, backgroundColor: token.colorBgElevated, borderColor: token.colorBorder, textStyle: { color: token.colorText } },
});
export const axisText = (token) => ({ axisLabel: { color: token.colorTextSecondary }, axisLine: { lineStyle: { color: token.colorBorder } }, axisTick: { show: false } });
export const valueAxis = (token) => ({
  type: 'value', splitLine: { lineStyle: { color: token.colorBorderSecondary } },
  axisLabel: { color: token.colorTextSecondary, formatter: (value) => formatCompact(value) },
});

/** Widths follow the pipeline's order, not the value, so that a clogged stage shows. */
export function funnelOption(rows, token, words) {
  const data = rows.map((row, index) => ({ name: row.name, value: rows.length - index, row }));
  return {
    ...base(token),
    ...tip(token, ({ data: { row } }) => `${row.name}<br/>${words.deals(row.count)}<br/>${formatMoney(row.amount)}`),
    color: funnelColors(rows.length),
    series: [{
      type: 'funnel', sort: 'none', data, left: 8, right: 8, top: 8, bottom: 8, minSize: '46%', gap: 3, cursor: 'pointer',
      label: {
        position: 'inside', color: '#fff', lineHeight: 16, fontSize: 12,
        formatter: ({ data: { row } }) => `${row.name}  ${formatNumber(row.count)}\n${formatMoney(row.amount)}`,
      },
      itemStyle: { borderWidth: 0 },
    }],
  };
}

export const funnelColors = (count) => ['#1d39c4', '#1f5fbf', '#1769aa', '#0f6d8c', '#0b6e6e', '#23694a', '#4a6320', '#6b5a12'].slice(0, Math.max(count, 1));

export function monthOption(rows, token, words) {
  return {
    ...base(token),
    ...tip(token, ({ dataIndex }) => `${rows[dataIndex].month}<br/>${formatMoney(rows[dataIndex].amount)}<br/>${words.deals(rows[dataIndex].count)}`),
    grid: { left: 8, right: 12, top: 16, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: rows.map((row) => row.month), ...axisText(token) },
    yAxis: valueAxis(token),
    series: [{ type: 'bar', data: rows.map((row) => Number(row.amount)), itemStyle: { color: token.colorPrimary, borderRadius: [3, 3, 0, 0] }, barMaxWidth: 36, cursor: 'pointer' }],
  };
}

export function ownerOption(rows, token, words) {
  const shown = [...rows].reverse();
  return {
    ...base(token),
    ...tip(token, ({ dataIndex }) => `${shown[dataIndex].name}<br/>${formatMoney(shown[dataIndex].amount)}<br/>${words.deals(shown[dataIndex].count)}`),
    grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
    xAxis: valueAxis(token),
    yAxis: { type: 'category', data: shown.map((row) => row.name), ...axisText(token) },
    series: [{
      type: 'bar', data: shown.map((row) => Number(row.amount)), barMaxWidth: 18, cursor: 'pointer',
      itemStyle: { color: token.colorPrimary, borderRadius: [0, 3, 3, 0] },
      label: { show: true, position: 'right', color: token.colorTextSecondary, formatter: ({ value }) => formatCompact(value) },
    }],
  };
}
