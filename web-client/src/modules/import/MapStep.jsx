// SPDX-License-Identifier: AGPL-3.0-or-later
// Step two: how the file is read (encoding, sheet, header row) and which column
// fills which field. Guesses are shown as guesses, with samples beside them.
import { Alert, Button, Card, Checkbox, InputNumber, Radio, Select, Table } from 'antd';
import { useMeta } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { MATCHES, keyOf, problemsOf, targets, withEntry, withField } from './mapping.js';

const ENCODINGS = ['UTF-8', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE'];

/** How the file is read. A change reads it again. */
function Reading({ analysis, busy, onAnalyse }) {
  const { t } = useTranslation('import');
  const now = { encoding: analysis.encoding ?? null, sheet: analysis.sheet ?? null, header_row: analysis.header_row ?? null };
  const sheets = analysis.sheets ?? [];
  const again = (change) => onAnalyse({ ...now, ...change });
  return (
    <div className="gxm-reading">
      {analysis.encoding ? (
        <label>{t('encoding')} <Select size="small" disabled={busy} value={analysis.encoding} onChange={(encoding) => again({ encoding })} options={ENCODINGS.map((value) => ({ value, label: value }))} style={{ width: 120 }} /></label>
      ) : null}
      {sheets.length > 1 ? (
        <label>{t('sheet')} <Select size="small" disabled={busy} value={analysis.sheet ?? sheets[0]} onChange={(sheet) => again({ sheet })} options={sheets.map((sheet) => ({ value: sheet.name ?? sheet, label: sheet.name ?? sheet }))} style={{ minWidth: 120 }} /></label>
      ) : null}
      <label>{t('headerRow')} <InputNumber size="small" disabled={busy} min={0} max={1000} value={analysis.header_row} onChange={(row) => row !== null && again({ header_row: row })} style={{ width: 72 }} /></label>
      <span className="gxm-note">{t('rows', { count: analysis.rows ?? 0 })}</span>
    </div>
  );
}

/** Which field a column fills, and how a reference is found. */
function Target({ resource, column, entry, onField, onEntry }) {
  const { t } = useTranslation('import');
  const meta = useMeta();
  const text = useText();
  const field = resource.field[entry?.field];
  const other = field && ['reference', 'references'].includes(field.type) ? meta.byName[field.to] : null;
  const ways = other ? MATCHES.filter((name) => name === 'name' || other.field[name]) : [];
  return (
    <div className="gxm-target">
      <Select className="gx-fill" allowClear aria-label={column.header} placeholder={t('skip')} value={entry?.field ?? null} onChange={(name) => onField(name ?? null)}
        showSearch={{ optionFilterProp: 'label' }} options={targets(resource).map((item) => ({ value: item.name, label: text(item.label) + (item.required ? ' *' : '') }))} />
      {other ? (
        <div className="gxm-target-more">
          <Select size="small" aria-label={t('matchBy')} value={entry.match ?? 'name'} onChange={(match) => onEntry({ match })} options={ways.map((name) => ({ value: name, label: t('match.' + name) }))} />
          {other.operations.includes('create') ? <Checkbox checked={Boolean(entry.create)} onChange={(event) => onEntry({ create: event.target.checked })}>{t('createMissing')}</Checkbox> : null}
        </div>
      ) : null}
    </div>
  );
}

/** What makes a row the same record, and what then happens. */
function Matching({ resource, options, onChange }) {
  const { t } = useTranslation('import');
  const text = useText();
  const mapped = options.mapping.map((entry) => resource.field[entry.field]).filter(Boolean);
  return (
    <div className="gxm-matching">
      <Radio.Group value={options.mode} onChange={(event) => onChange({ ...options, mode: event.target.value })}
        options={['both', 'create', 'update'].map((mode) => ({ value: mode, label: t('mode.' + mode) }))} />
      {options.mode === 'create' ? null : (
        <label className="gxm-key">{t('key')}
          <Select mode="multiple" className="gx-fill" value={options.match_key ?? []} onChange={(key) => onChange({ ...options, match_key: key })} options={mapped.map((field) => ({ value: field.name, label: text(field.label) }))} />
        </label>
      )}
    </div>
  );
}

/** @param {{resource: any, record: any, options: any, onChange: (options: any) => void, busy: boolean, onAnalyse: (how: any) => void, onTry: () => void}} props */
export function MapStep({ resource, record, options, onChange, busy, onAnalyse, onTry }) {
  const { t } = useTranslation('import');
  const text = useText();
  const { analysis } = record;
  const entryOf = (column) => options.mapping.find((entry) => entry.column === column.index);
  const change = (mapping, newKey) => onChange({ ...options, mapping, ...(newKey ? { match_key: keyOf(resource, mapping) } : {}) });
  const problems = problemsOf(resource, options, text);
  const columns = [
    { title: t('column'), key: 'header', width: '24%', render: (_, column) => <strong>{column.header || t('unnamed', { number: column.index + 1 })}</strong> },
    { title: t('samples'), key: 'samples', width: '36%', render: (_, column) => <span className="gxm-samples">{(column.samples ?? []).filter(Boolean).slice(0, 3).join(' · ')}</span> },
    {
      title: t('field'), key: 'field', render: (_, column) => (
        <Target resource={resource} column={column} entry={entryOf(column)} onField={(name) => change(withField(options.mapping, column.index, name), true)}
          onEntry={(changes) => change(withEntry(options.mapping, column.index, changes), false)} />
      ),
    },
  ];
  return (
    <Card size="small" title={<Reading analysis={analysis} busy={busy} onAnalyse={onAnalyse} />}>
      <Table size="small" rowKey="index" pagination={false} dataSource={analysis.columns ?? []} columns={columns} scroll={{ x: 560 }} />
      <Matching resource={resource} options={options} onChange={onChange} />
      {problems.length ? <Alert type="warning" showIcon className="gxm-block" title={problems.map((problem) => t(problem.key, problem)).join(' ')} /> : null}
      <div className="gxm-foot"><Button type="primary" loading={busy} disabled={problems.length > 0} onClick={onTry}>{t('try')}</Button></div>
    </Card>
  );
}
