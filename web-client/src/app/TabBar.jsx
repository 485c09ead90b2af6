// SPDX-License-Identifier: AGPL-3.0-or-later
// Tabs that scroll sideways where there is no room. One tab stop; arrows, Home and
// End move; only the chosen panel exists.
import { useEffect, useRef } from 'react';

/** @param {{items: {key: string, label: any, children: any}[], active: string, onChange: (key: string) => void, label: string}} props */
export function TabBar({ items, active, onChange, label }) {
  const box = useRef(null);
  const chosen = items.find((item) => item.key === active) ?? items[0];
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  const onKeyDown = (event) => {
    const at = items.indexOf(chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = items[(to + items.length) % items.length];
    onChange(next.key);
    box.current.querySelector('#gx-tab-' + CSS.escape(next.key))?.focus();
  };
  return (
    <div className="gx-tabs">
      <div ref={box} className="gx-tab-bar" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button key={item.key} type="button" role="tab" id={'gx-tab-' + item.key} aria-selected={item === chosen} aria-controls="gx-tab-panel" tabIndex={item === chosen ? 0 : -1} onClick={() => onChange(item.key)}>{item.label}</button>
        ))}
      </div>
      <div id="gx-tab-panel" role="tabpanel" aria-labelledby={'gx-tab-' + chosen.key} tabIndex={-1}>{chosen.children}</div>
    </div>
  );
}
