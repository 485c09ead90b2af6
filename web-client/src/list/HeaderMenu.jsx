// SPDX-License-Identifier: AGPL-3.0-or-later
// What a column can do: sort, filter by one condition, freeze, hide.
import { Button, Divider } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, EyeInvisibleOutlined, PushpinOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from '../i18n/index.js';
import { conditionsOn, withField } from './filters.js';
import { ConditionEditor, startCondition } from './ConditionEditor.jsx';

/** @param {{resource: any, column: any, columns: any, state: any, onClose: () => void}} props */
export default function HeaderMenu({ resource, column, columns, state, onClose }) {
  const { t } = useTranslation();
  const { field } = column;
  const [condition, setCondition] = useState(() => conditionsOn(state.tree, field.name)[0] ?? startCondition(field));
  const at = columns.names.indexOf(field.name);
  const frozen = at < columns.frozen;
  const run = (action) => () => {
    action();
    onClose();
  };
  const filter = (next) => run(() => state.set({ tree: withField(state.tree, field.name, next) }));
  return (
    <div className="gx-head-window" onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.target instanceof HTMLInputElement && !event.target.getAttribute('role')) filter(condition)(); }}>
      {field.sort === false ? null : (
        <>
          <Button type="text" block icon={<ArrowUpOutlined />} onClick={run(() => state.set({ sort: field.name }))}>{t('list.sortAsc')}</Button>
          <Button type="text" block icon={<ArrowDownOutlined />} onClick={run(() => state.set({ sort: '-' + field.name }))}>{t('list.sortDesc')}</Button>
        </>
      )}
      <Button type="text" block icon={<PushpinOutlined />} onClick={run(() => columns.change({ frozen: frozen ? 0 : at + 1 }))}>{t(frozen ? 'list.unfreeze' : 'list.freeze')}</Button>
      <Button type="text" block icon={<EyeInvisibleOutlined />} disabled={columns.names.length < 2} onClick={run(() => columns.change({ names: columns.names.filter((name) => name !== field.name) }))}>{t('list.hide')}</Button>
      {field.filters?.length ? (
        <>
          <Divider style={{ margin: '8px 0' }} />
          <div className="gx-head-filter">
            <ConditionEditor resource={resource} condition={condition} onChange={setCondition} fixed />
            <div className="gx-buttons">
              <Button type="primary" size="small" onClick={filter(condition)}>{t('list.filter')}</Button>
              <Button size="small" onClick={filter(null)}>{t('clear')}</Button>
            </div>
          </div>
        </>
      ) : null}
    </div>
  );
}
