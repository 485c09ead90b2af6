// SPDX-License-Identifier: AGPL-3.0-or-later
// Roles side by side: what is not alike, or the whole matrix on request. A cell
// that differs from the first role's is marked.
import { Card, Checkbox, Empty, Select, Skeleton } from 'antd';
import { useQueries } from '@tanstack/react-query';
import { useSearchParams, Link } from 'react-router-dom';
import { useState } from 'react';
import { useShortList } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { compareRoles, draftOf, groundOf } from './rights.js';
import { rightsQuery } from './useRights.js';
import '../modules.css';
import './settings.css';

function Operations({ row, first, offered }) {
  const { t } = useTranslation('settings');
  return offered.filter((operation) => row.operations.includes(operation) || first.operations.includes(operation)).map((operation) => {
    const has = row.operations.includes(operation);
    const name = t('operation.' + operation, { defaultValue: operation });
    return <span key={operation} className={'gxm-op' + (has ? '' : ' gxm-op-missing') + (has !== first.operations.includes(operation) ? ' gxm-changed' : '')}>{has ? name : <del>{name}</del>}</span>;
  });
}

function Side({ row, first, definition, fields, whole, parts }) {
  const { t } = useTranslation('settings');
  const text = useText();
  const scope = (kind) => (whole || parts.has(kind)
    ? <div className={row[kind] !== first[kind] ? 'gxm-changed' : ''}><small>{t('rights.' + kind)}</small> {t('scope.' + row[kind])}</div> : null);
  return (
    <td>
      {scope('read_scope')}{scope('write_scope')}
      {whole || parts.has('operations') ? <div className="gxm-checks"><Operations row={row} first={first} offered={definition.operations} /></div> : null}
      {fields.map((name) => {
        const field = definition.fields.find((item) => item.name === name);
        const right = row.fields[name] ?? groundOf(field ?? {});
        return <div key={name} className={right !== (first.fields[name] ?? groundOf(field ?? {})) ? 'gxm-changed' : ''}><small>{text(field?.label) || name}</small> {t('fieldRight.' + right)}</div>;
      })}
    </td>
  );
}

function Table({ roles, definitions, drafts, whole }) {
  const { t } = useTranslation('settings');
  const text = useText();
  const lines = compareRoles(definitions, drafts, whole);
  if (!lines.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('compare.alike')} />;
  return (
    <table className="gxm-matrix gxm-compare">
      <thead><tr><th scope="col">{t('rights.resource')}</th>{roles.map((role) => <th key={role.id} scope="col"><Link to={'/settings/roles/' + role.id}>{role.name}</Link></th>)}</tr></thead>
      <tbody>
        {lines.map(({ definition, rows, parts, fields }) => (
          <tr key={definition.resource}>
            <th scope="row">{text(definition.title)}</th>
            {rows.map((row, at) => <Side key={roles[at].id} row={row} first={rows[0]} definition={definition} fields={fields} whole={whole} parts={parts} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export default function ComparePage() {
  const { t } = useTranslation('settings');
  const [params, setParams] = useSearchParams();
  const [whole, setWhole] = useState(false);
  const { rows: roles } = useShortList('roles', { limit: 200, sort: 'position' });
  const ids = (params.get('roles') ?? '').split(',').filter(Boolean);
  const answers = useQueries({ queries: ids.map((id) => rightsQuery(id)) });
  const waiting = answers.some((answer) => !answer.data) || !roles.length;
  const definitions = answers[0]?.data?.rights.definitions ?? [];
  const chosen = ids.map((id) => roles.find((role) => role.id === id) ?? { id, name: '' });
  let content = <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('compare.choose')} />;
  if (ids.length > 1) {
    content = waiting ? <Skeleton active className="gxm-pad" />
      : <Table roles={chosen} definitions={definitions} whole={whole} drafts={answers.map((answer) => draftOf(definitions, answer.data.rights.resources))} />;
  }
  return (
    <div className="gx-page">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('compare.title')}</h1>
        <Select mode="multiple" aria-label={t('compare.choose')} placeholder={t('compare.choose')} value={ids} maxCount={6} style={{ minWidth: 280, flex: '0 1 560px' }} showSearch={{ optionFilterProp: 'label' }}
          options={roles.map((role) => ({ value: role.id, label: role.name }))} onChange={(next) => setParams(next.length ? { roles: next.join(',') } : {}, { replace: true })} />
        <Checkbox checked={whole} onChange={(event) => setWhole(event.target.checked)}>{t('compare.whole')}</Checkbox>
      </div>
      <p className="gxm-note">{t('compare.note')}</p>
      <Card size="small" className="gxm-scroll gxm-tall">{content}</Card>
    </div>
  );
}
