// SPDX-License-Identifier: AGPL-3.0-or-later
// ECharts options of a report, from its series and the theme's colours.
import { formatCompact } from '../../i18n/format.js';
import { axisText, base, funnelColors, tip, valueAxis } from '../dashboard/options.js';
import { drawnValue } from './data.js';

const COLORS = ['#1769aa', '#23694a', '#8a4b08', '#7a3e9d', '#b3392f', '#0b6e6e', '#4a6320', '#9c3a6c', '#3b5bdb', '#6b5a12', '#555f6b', '#1d39c4'];

/** More parts than this make no readable legend. */
const NAMED = 12;

function axes({ series, groups }, how) {
  const { kind, token, names, said } = how;
  const many = series.length > 1;
  return {
    ...base(token), color: many ? COLORS : [token.colorPrimary],
    ...tip(token, ({ dataIndex, seriesIndex }) => said(series[seriesIndex].of[dataIndex], groups[dataIndex])),
    ...(many && { legend: { type: 'plain', bottom: 0, textStyle: { color: token.colorText }, itemWidth: 12, itemHeight: 12 } }),
    grid: { left: 8, right: 12, top: 16, bottom: many ? 36 : 8, containLabel: true },
    xAxis: { type: 'category', data: groups.map((group) => names(group)), ...axisText(token), axisLabel: { color: token.colorTextSecondary, hideOverlap: true, width: 90, overflow: 'truncate' } },
    yAxis: valueAxis(token),
    series: series.map((one) => ({
      type: kind, name: one.value === undefined ? undefined : names(one.of.find(Boolean)), ...(many && kind === 'bar' && { stack: 'all' }), cursor: 'pointer', barMaxWidth: 40, symbolSize: 7,
      data: one.of.map((group) => drawnValue(group, how)),
    })),
  };
}

const pie = (data, token) => ({
  type: 'pie', data, radius: ['34%', '62%'], center: ['50%', data.length > NAMED ? '50%' : '42%'], cursor: 'pointer',
  label: { color: token.colorText, formatter: ({ name, value }) => (data.length > NAMED ? name + '  ' : '') + formatCompact(value) },
  labelLine: { lineStyle: { color: token.colorBorder } }, itemStyle: { borderColor: token.colorBgContainer, borderWidth: 2 },
});

const funnel = (data) => ({
  type: 'funnel', sort: 'none', data, left: 8, right: 8, top: 8, bottom: 8, minSize: '30%', gap: 3, itemStyle: { borderWidth: 0 }, cursor: 'pointer',
  label: { position: 'inside', color: '#fff', formatter: ({ name, value }) => name + '  ' + formatCompact(value) },
});

function shares({ groups }, how) {
  const { kind, token, names, said } = how;
  const data = groups.map((group) => ({ name: names(group), value: drawnValue(group, how) }));
  return {
    ...base(token), color: kind === 'funnel' ? funnelColors(groups.length) : COLORS,
    ...tip(token, ({ dataIndex }) => said(groups[dataIndex])),
    ...(kind === 'pie' && data.length <= NAMED && { legend: { type: 'plain', bottom: 0, textStyle: { color: token.colorText }, itemWidth: 12, itemHeight: 12 } }),
    series: [kind === 'pie' ? pie(data, token) : funnel(data)],
  };
}

/** @param {{groups: any[], series: any[]}} drawn @param {{kind: string, measure: string, money: boolean, token: any, names: (group: any) => string, said: (group: any, outer?: any) => string}} how */
export const reportOption = (drawn, how) => (how.kind === 'bar' || how.kind === 'line' ? axes(drawn, how) : shares(drawn, how));
