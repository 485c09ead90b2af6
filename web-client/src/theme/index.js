// SPDX-License-Identifier: AGPL-3.0-or-later
// Colours and measures, for both themes. The primary blue is darker than Ant
// Design's own so that white words on it reach WCAG AA; links in the dark theme
// are lighter for the same reason. Own CSS uses the --gx-* variables of app.css.
import { theme as antd } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useMedia } from '../app/ui.jsx';

const FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", Roboto, "Helvetica Neue", Arial, sans-serif';

const LIGHT = {
  colorPrimary: '#1d5bb5', colorInfo: '#1d5bb5', colorLink: '#1d5bb5', colorLinkHover: '#164a94', colorLinkActive: '#164a94', colorSuccess: '#1a7f4b', colorWarning: '#a15c00', colorError: '#c5303a',
  colorBgLayout: '#f3f5f8', colorText: '#1b2430', colorTextSecondary: '#4d5a6b', colorTextTertiary: '#626e7e', colorTextPlaceholder: '#6b7685',
  colorTextDescription: '#5c6877', colorBorder: '#d3dae3', colorBorderSecondary: '#e5e9ef',
};
const DARK = {
  colorPrimary: '#2f6fd1', colorInfo: '#2f6fd1', colorLink: '#7db0ff', colorLinkHover: '#a6c8ff', colorLinkActive: '#a6c8ff', colorSuccess: '#4bbd85', colorWarning: '#e0a13a', colorError: '#e5646c',
  colorBgLayout: '#0f141b', colorBgContainer: '#171e28', colorBgElevated: '#1e2733', colorText: '#e4e9f0', colorTextSecondary: '#b1bccb',
  colorTextTertiary: '#98a4b5', colorTextPlaceholder: '#8d99aa', colorTextDescription: '#a3afbf', colorBorder: '#344152', colorBorderSecondary: '#26303d',
};

/** @param {boolean} dark @param {boolean} phone larger targets for fingers @param {boolean} still nothing moves */
export function themeOf(dark, phone, still) {
  return {
    zeroRuntime: true, // styles are a file (scripts/antdCss.mjs)
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      ...(dark ? DARK : LIGHT),
      fontFamily: FONT, fontSize: 14, borderRadius: 6, controlHeight: phone ? 40 : 32, motionDurationMid: '0.15s', motionDurationSlow: '0.2s',
      motion: !still, wireframe: false,
    },
    components: {
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Tabs: { horizontalMargin: '0 0 14px 0', ...(dark ? { itemSelectedColor: DARK.colorLink, itemActiveColor: DARK.colorLink, itemHoverColor: DARK.colorLink, inkBarColor: DARK.colorLink } : {}) },
      ...(dark ? { Dropdown: { colorPrimary: DARK.colorLink }, Menu: { itemSelectedColor: DARK.colorLink } } : {}),
      Button: { fontWeight: 500 },
      Tag: { defaultBg: 'transparent' },
    },
  };
}

const STORED = 'gx.theme';
/** light, dark or system; kept in this browser. */
export function useThemeChoice() {
  const [choice, setChoice] = useState(() => localStorage.getItem(STORED) ?? 'system');
  const system = useMedia('(prefers-color-scheme: dark)');
  const dark = choice === 'dark' || (choice === 'system' && system);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);
  const choose = (next) => {
    localStorage.setItem(STORED, next);
    setChoice(next);
  };
  return useMemo(() => ({ choice, dark, choose }), [choice, dark]);
}
