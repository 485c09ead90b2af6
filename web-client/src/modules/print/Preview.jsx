// SPDX-License-Identifier: AGPL-3.0-or-later
// The first piece, drawn as it will lie on paper: an envelope to scale, a label as text.
import { ENVELOPES } from './papers.js';

const BOXES = [0, 1, 2, 3, 4, 5];

function Envelope({ first, settings, sender }) {
  const [width, height] = ENVELOPES[settings.paper];
  const at = (x, y) => ({ left: (x / width) * 100 + '%', top: (y / height) * 100 + '%' });
  return (
    <div className="gxp-envelope" style={{ aspectRatio: width + ' / ' + height }}>
      {BOXES.map((box) => <span key={box} className={settings.frame ? 'gxp-box gxp-red' : 'gxp-box'} style={{ ...at(12 + 10 * box, 9), width: (8 / width) * 100 + '%', height: (9 / height) * 100 + '%' }}>{first?.postcode?.[box]}</span>)}
      {settings.frame ? <span className="gxp-stamp" style={{ left: ((width - 28) / width) * 100 + '%', top: (8 / height) * 100 + '%', width: (20 / width) * 100 + '%', height: (22 / height) * 100 + '%' }} /> : null}
      <div className="gxp-to" style={at(width * 0.17, height * 0.33)}>
        <div className="gxp-lines">{first?.place}</div>
        <div>{first?.company}</div>
        <strong>{first?.person}</strong>
        <div>{first?.phone}</div>
      </div>
      {sender ? <div className="gxp-from"><div>{[sender.province, sender.city !== sender.province && sender.city, sender.district, sender.address].filter(Boolean).join('')}</div><div>{[sender.name, sender.phone].filter(Boolean).join('  ')}</div><div>{sender.postcode}</div></div> : null}
    </div>
  );
}

/** @param {{kind: string, first: any, settings: any, sender?: any}} props */
export function Preview({ kind, first, settings, sender }) {
  if (kind === 'envelopes') return <Envelope first={first} settings={settings} sender={sender} />;
  if (!first) return null;
  return <div className={settings.frame ? 'gxp-sample gxp-edge' : 'gxp-sample'}>{[first.postcode, first.place, first.company, first.person, first.phone].filter(Boolean).map((line) => <div key={line} className="gxp-lines">{line}</div>)}</div>;
}
