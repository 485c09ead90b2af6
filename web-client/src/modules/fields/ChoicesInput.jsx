// SPDX-License-Identifier: AGPL-3.0-or-later
// The choices of a field: words in three languages, in the order in which people see
// them. Codes are given here; one that is published stays, because records carry it.
import { Button, Input } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useTranslation } from '../../i18n/index.js';

const MAX = 200;
const NEW = { value: '', zh: '', en: '', tw: '' };

function Row({ row, at, last, fixed, onChange, onMove, onRemove }) {
  const { t } = useTranslation('fields');
  const word = (key) => <Input value={row[key]} maxLength={60} placeholder={t('choices.' + key)} aria-label={t('choices.word', { n: at + 1, language: t('choices.' + key) })} onChange={(event) => onChange({ ...row, [key]: event.target.value })} />;
  return (
    <li className="gxm-choice">
      <div className="gxm-choice-words">{word('zh')}{word('en')}{word('tw')}</div>
      <span className="gxm-line-acts">
        <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={at === 0} aria-label={t('choices.up', { n: at + 1 })} onClick={() => onMove(-1)} />
        <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={last} aria-label={t('choices.down', { n: at + 1 })} onClick={() => onMove(1)} />
        <Button type="text" size="small" icon={<DeleteOutlined />} disabled={fixed} title={fixed ? t('choices.fixed') : undefined} aria-label={t('choices.remove', { n: at + 1 })} onClick={onRemove} />
      </span>
    </li>
  );
}

/** @param {{id?: string, value?: any[], onChange?: (rows: any[]) => void, published: Set<string>}} props */
export function ChoicesInput({ id, value = [], onChange, published }) {
  const { t } = useTranslation('fields');
  const set = (rows) => onChange?.(rows);
  const move = (at, by) => {
    const rows = [...value];
    rows.splice(at + by, 0, ...rows.splice(at, 1));
    set(rows);
  };
  return (
    <div id={id}>
      <ol className="gxm-lines">
        {value.map((row, at) => (
          <Row key={at} row={row} at={at} last={at === value.length - 1} fixed={published.has(row.value)} onMove={(by) => move(at, by)}
            onChange={(next) => set(value.map((old, i) => (i === at ? next : old)))} onRemove={() => set(value.filter((_, i) => i !== at))} />
        ))}
      </ol>
      <Button type="dashed" block icon={<PlusOutlined />} disabled={value.length >= MAX} onClick={() => set([...value, NEW])}>{t('choices.add')}</Button>
    </div>
  );
}
