// SPDX-License-Identifier: AGPL-3.0-or-later
// zh-TW labels: derived from the authored zh-CN by OpenCC (phrases of Taiwan), corrected by the
// reviewed lists in zh-TW.yaml. Nobody writes zh-TW in a definition.
import {Converter} from 'opencc-js';

export function makeTraditional(overrides) {
  const convert = Converter({from: 'cn', to: 'twp'});
  const words = Object.entries(overrides.words ?? {});
  return (text) => overrides.exact?.[text] ?? words.reduce((t, [from, to]) => t.replaceAll(from, to), convert(text));
}

/** {zh-CN, en} -> {zh-CN, zh-TW, en}. */
export const trilingual = (label, traditional) => ({'zh-CN': label['zh-CN'], 'zh-TW': traditional(label['zh-CN']), en: label.en});
