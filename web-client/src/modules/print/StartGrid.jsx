// SPDX-License-Identifier: AGPL-3.0-or-later
// A sheet of labels in small: the one pressed is where printing begins; those before it are used up.
import { useTranslation } from '../../i18n/index.js';

/** @param {{columns: number, rows: number, start: number, count: number, onStart: (start: number) => void}} props count: labels to come */
export function StartGrid({ columns, rows, start, count, onStart }) {
  const { t } = useTranslation('print');
  const stateOf = (at) => (at < start ? 'used' : at < start + count ? 'printed' : 'free');
  return (
    <div className="gxp-sheet" role="group" aria-label={t('start')} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
      {Array.from({ length: columns * rows }, (_, index) => index + 1).map((at) => (
        <button key={at} type="button" className={'gxp-label gxp-' + stateOf(at)} aria-pressed={at === start} aria-label={t('startAt', { at })} onClick={() => onStart(at)}>{at}</button>
      ))}
    </div>
  );
}
