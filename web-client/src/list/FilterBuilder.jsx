// SPDX-License-Identifier: AGPL-3.0-or-later
// The advanced filter: groups that join by "all" or "any", conditions in them, as
// deep as wanted. Works on a copy; "apply" gives it to the list.
import { Button, Drawer, Segmented } from 'antd';
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useUi } from '../app/ui.jsx';
import { useMeta } from '../api/queries.js';
import { useTranslation } from '../i18n/index.js';
import { ConditionEditor, firstField, startCondition } from './ConditionEditor.jsx';
import { RelatedCondition, referring } from './RelatedCondition.jsx';
import { EMPTY, appendAt, isGroup, isRelated, itemsOf, joinOf, replaceAt } from './filters.js';

const DEEPEST = 3;

/** inner: a group of a condition on related records, which goes away as a whole. */
function GroupBox({ resource, tree, group, path, onChange, inner = false, onRemove = undefined }) {
  const { t } = useTranslation();
  const join = joinOf(group);
  const items = itemsOf(group);
  const links = referring(useMeta(), resource);
  const first = firstField(resource);
  const add = (node) => onChange(appendAt(tree, path, node));
  const set = (at, node) => onChange(replaceAt(tree, [...path, at], node));
  return (
    <fieldset className={'gx-filter-group' + (path.length || inner ? ' gx-inner' : '')}>
      <legend className="gx-sr">{t('filter.group')}</legend>
      <div className="gx-filter-head">
        <Segmented size="small" value={join} onChange={(next) => onChange(replaceAt(tree, path, { [next]: items }))}
          options={[{ value: 'and', label: t('filter.and') }, { value: 'or', label: t('filter.or') }]} />
        {path.length || onRemove ? <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('filter.removeGroup')} onClick={() => (path.length ? onChange(replaceAt(tree, path, null)) : onRemove())} /> : null}
      </div>
      {items.map((node, at) => (isGroup(node) ? (
        <GroupBox key={at} resource={resource} tree={tree} group={node} path={[...path, at]} onChange={onChange} />
      ) : (
        <div key={at} className="gx-filter-line">
          {isRelated(node) ? <RelatedCondition resource={resource} node={node} onChange={(next) => set(at, next)} Group={GroupBox} />
            : resource.field[/** @type {any} */ (node).field] ? <ConditionEditor resource={resource} condition={/** @type {any} */ (node)} onChange={(next) => set(at, next)} /> : <code className="gx-grow">{JSON.stringify(node)}</code>}
          <Button type="text" icon={<CloseOutlined />} aria-label={t('filter.removeCondition')} onClick={() => set(at, null)} />
        </div>
      )))}
      <div className="gx-buttons">
        <Button size="small" icon={<PlusOutlined />} onClick={() => add(startCondition(first))}>{t('filter.addCondition')}</Button>
        {links.length && !inner ? <Button size="small" icon={<PlusOutlined />} onClick={() => add({ has: links[0].key })}>{t('related.add')}</Button> : null}
        {path.length < DEEPEST ? <Button size="small" icon={<PlusOutlined />} onClick={() => add({ [join === 'and' ? 'or' : 'and']: [startCondition(first)] })}>{t('filter.addGroup')}</Button> : null}
      </div>
    </fieldset>
  );
}

/** @param {{resource: any, tree: any, onApply: (tree: any) => void, onClose: () => void}} props */
export default function FilterBuilder({ resource, tree, onApply, onClose }) {
  const { t } = useTranslation();
  const { phone } = useUi();
  const [draft, setDraft] = useState(tree);
  const apply = (next) => {
    onApply(next);
    onClose();
  };
  const footer = (
    <div className="gx-buttons gx-spread">
      <Button onClick={() => apply(EMPTY)}>{t('clear')}</Button>
      <span className="gx-buttons"><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" onClick={() => apply(draft)}>{t('apply')}</Button></span>
    </div>
  );
  /** What is pressed here stays here: below may lie a form that saves by the same keys. */
  const onKeyDown = (event) => {
    if (event.key !== 'Enter') return;
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey) apply(draft);
  };
  return (
    <Drawer open onClose={onClose} title={t('list.filters')} size={phone ? '100%' : 620} footer={footer} resizable={!phone}>
      <div onKeyDown={onKeyDown}>
        {itemsOf(draft).length ? null : <p className="gx-quiet">{t('filter.none')}</p>}
        <GroupBox resource={resource} tree={draft} group={draft} path={[]} onChange={setDraft} />
      </div>
    </Drawer>
  );
}
