// SPDX-License-Identifier: AGPL-3.0-or-later
// Which columns and in which order: tick, drag, or arrow buttons for the keyboard.
import { Button, Checkbox, Drawer, Input } from 'antd';
import { DownOutlined, HolderOutlined, UpOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useUi } from '../app/ui.jsx';
import { visibleFields } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';

function Line({ field, at, names, columns }) {
  const { t } = useTranslation();
  const text = useText();
  const shown = at >= 0;
  const label = text(field.label);
  const toggle = () => columns.change({ names: shown ? names.filter((name) => name !== field.name) : [...names, field.name] });
  const shift = (step) => {
    const next = names.filter((name) => name !== field.name);
    next.splice(at + step, 0, field.name);
    columns.change({ names: next });
  };
  const drop = (event) => {
    const name = event.dataTransfer.getData('text/x-gx-column');
    if (name && name !== field.name) columns.move(name, field.name);
  };
  return (
    <li className="gx-column-line" draggable={shown} onDragStart={(event) => event.dataTransfer.setData('text/x-gx-column', field.name)} onDragOver={(event) => shown && event.preventDefault()} onDrop={drop}>
      {shown ? <HolderOutlined className="gx-quiet" aria-hidden="true" /> : null}
      <Checkbox checked={shown} disabled={shown && names.length === 1} onChange={toggle}>{label}</Checkbox>
      <span className="gx-grow" />
      {shown ? (
        <>
          <Button type="text" size="small" icon={<UpOutlined />} aria-label={label + ' ↑'} title={t('list.columnsHint')} disabled={at === 0} onClick={() => shift(-1)} />
          <Button type="text" size="small" icon={<DownOutlined />} aria-label={label + ' ↓'} title={t('list.columnsHint')} disabled={at === names.length - 1} onClick={() => shift(1)} />
        </>
      ) : null}
    </li>
  );
}

/** @param {{resource: any, columns: any, onClose: () => void}} props */
export default function ColumnChooser({ resource, columns, onClose }) {
  const { t } = useTranslation();
  const text = useText();
  const { phone } = useUi();
  const [q, setQ] = useState('');
  const { names } = columns;
  const others = visibleFields(resource).filter((field) => !names.includes(field.name));
  const lines = [...names.map((name) => resource.field[name]), ...others].filter((field) => text(field.label).toLowerCase().includes(q.toLowerCase()));
  return (
    <Drawer open onClose={onClose} title={t('list.columns')} size={phone ? '100%' : 360} extra={<Button size="small" onClick={() => columns.change(null)}>{t('reset')}</Button>}>
      <p className="gx-quiet">{t('list.columnsHint')}</p>
      <Input allowClear placeholder={t('search')} aria-label={t('search')} value={q} onChange={(event) => setQ(event.target.value)} />
      <ul className="gx-plain gx-columns">{lines.map((field) => <Line key={field.name} field={field} at={names.indexOf(field.name)} names={names} columns={columns} />)}</ul>
    </Drawer>
  );
}
