// SPDX-License-Identifier: AGPL-3.0-or-later
// A chart of people: boxes below one another with lines between them, on a narrow screen an indented
// list. A tree for the keyboard: arrows walk and fold, Enter opens the person.
import { Button } from 'antd';
import { MinusSquareOutlined, PlusSquareOutlined } from '@ant-design/icons';
import { useMemo, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { useTranslation } from '../../i18n/index.js';
import { linesOf, stepOf, treeOf } from './people.js';
import '../modules.css';
import './chart.css';

/** @param {any} props */
function Box({ node, level, path, closed, active, onActive, onFold, facts, acts }) {
  const { t } = useTranslation('chart');
  const folded = closed.has(node.id);
  const below = node.children.length;
  const tab = active === node.id ? 0 : -1;
  const about = [node.division, node.job_title].filter(Boolean).join(' · ');
  return (
    <div role="treeitem" className={'gxo-box' + (node.contact.has_left ? ' gxo-left' : '')} aria-level={level} aria-expanded={below ? !folded : undefined} data-id={node.id} tabIndex={tab} onFocus={() => onActive(node.id)}>
      <Link className="gxo-name" to={path + node.id} tabIndex={tab}>{node.name}</Link>
      {about ? <span className="gxm-line-about">{about}</span> : null}
      <span className="gxo-facts">{node.contact.has_left ? <span className="gx-tone gx-tone-calm">{t('left')}</span> : null}{facts?.(node)}</span>
      <span className="gxo-acts">
        {below ? <Button size="small" type="text" tabIndex={tab} icon={folded ? <PlusSquareOutlined /> : <MinusSquareOutlined />} aria-label={t(folded ? 'unfold' : 'fold', { name: node.name, count: below })} onClick={() => onFold(node.id)}>{below}</Button> : null}
        {acts?.(node, tab)}
      </span>
    </div>
  );
}

/** @param {any} props shared: what every box needs */
function Branch({ nodes, level, ...shared }) {
  return nodes.map((node) => {
    const inner = shared.closed.has(node.id) ? [] : node.children;
    const across = inner.some((child) => child.children.length);
    return (
      <li key={node.id} role="none" className="gxo-person">
        <Box node={node} level={level} {...shared} />
        {inner.length ? <ul role="none" className={across ? 'gxo-across' : 'gxo-down'}><Branch nodes={inner} level={level + 1} {...shared} /></ul> : null}
      </li>
    );
  });
}

/** @param {{people: import('./people.js').Person[], label: string, facts?: (node: any) => any, acts?: (node: any, tab: number) => any}} props */
export function Chart({ people, label, facts, acts }) {
  const navigate = useNavigate();
  const path = '/' + useMeta().byName.contact.path + '/';
  const tree = useMemo(() => treeOf(people), [people]);
  const [closed, setClosed] = useState(/** @type {Set<string>} */ (new Set()));
  const [chosen, setChosen] = useState('');
  const box = useRef(/** @type {HTMLUListElement|null} */ (null));
  const lines = linesOf(tree, closed);
  const active = lines.some((line) => line.node.id === chosen) ? chosen : lines[0]?.node.id;
  const fold = (id) => setClosed((old) => new Set(old.has(id) ? [...old].filter((other) => other !== id) : [...old, id]));
  const onKeyDown = (event) => {
    const id = event.target.closest('[role=treeitem]')?.dataset.id;
    if (event.ctrlKey || event.metaKey || event.altKey || !id) return;
    if (event.key === 'Enter' && event.target.dataset.id) navigate(path + id);
    const { to, toggle } = stepOf(lines, id, event.key, closed);
    if (toggle) fold(toggle);
    if (to) /** @type {HTMLElement|null|undefined} */ (box.current?.querySelector(`[data-id="${to}"]`))?.focus();
    if (to || toggle) event.preventDefault();
  };
  return (
    <div className="gxo-scroll">
      <ul ref={box} role="tree" aria-label={label} className="gxo-tree" onKeyDown={onKeyDown}>
        <Branch nodes={tree} level={1} path={path} closed={closed} active={active} onActive={setChosen} onFold={fold} facts={facts} acts={acts} />
      </ul>
    </div>
  );
}
