// SPDX-License-Identifier: AGPL-3.0-or-later
// Records of another resource that point at this one: the first of them, creating
// one with the link set, linking one that exists, and the way to the whole list.
import { Button, Empty, Modal, Skeleton } from 'antd';
import { LinkOutlined, PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { get } from '../api/client.js';
import { useShortList } from '../api/queries.js';
import { useSave } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { typeOf } from '../fields/index.js';
import { useForms } from '../form/FormHost.jsx';
import { companionsOf, defaultColumns, includesOf, may, recordName } from '../meta/model.js';
import { ReferenceInput } from '../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../i18n/index.js';

const SHOWN = 20;
const COLUMNS = 6;

function LinkWindow({ target, field, record, onClose }) {
  const { t } = useTranslation();
  const text = useText();
  const save = useSave(target);
  const { done, fail } = useFeedback();
  const [id, setId] = useState(null);
  const link = async () => {
    try {
      const { body, etag } = await get('/' + target.path + '/' + id);
      const { changeSet } = await save.mutateAsync({ id: body.data.id, etag, changes: { [field]: record.id } });
      done(t('detail.linked'), changeSet);
      onClose();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={t('detail.linkRelated', { title: text(target.title) })} onCancel={onClose} onOk={link} okButtonProps={{ disabled: !id }} confirmLoading={save.isPending} okText={t('save')} cancelText={t('cancel')} width={420}>
      <ReferenceInput to={target.name} value={id} onChange={setId} create={false} aria-label={text(target.title)} autoFocus />
    </Modal>
  );
}

function Rows({ target, rows, columns }) {
  const text = useText();
  return (
    <div className="gx-scroll-x">
      <table className="gx-table">
        <thead><tr>{columns.map((name) => <th key={name} scope="col" className={typeOf(target.field[name]).align === 'end' ? 'gx-end' : ''}>{text(target.field[name].label)}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((name) => {
                const { Cell, align } = typeOf(target.field[name]);
                return (
                  <td key={name} className={align === 'end' ? 'gx-end' : ''}>
                    {name === target.name_field ? <Link to={'/' + target.path + '/' + row.id}>{recordName(target, row)}</Link> : <Cell field={target.field[name]} value={row[name]} record={row} plain={target.field[name].type !== 'reference'} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @param {{target: any, field: string, resource: any, record: any}} props */
export function RelatedList({ target, field, resource, record }) {
  const { t } = useTranslation();
  const text = useText();
  const forms = useForms();
  const { done } = useFeedback();
  const [linking, setLinking] = useState(false);
  const columns = [...new Set([target.name_field, ...defaultColumns(target)])].filter((name) => name !== field && target.field[name]).slice(0, COLUMNS);
  const fields = [...new Set(['id', 'version', 'code', ...columns, ...companionsOf(target, columns)])].filter((name) => target.field[name]);
  const list = { [field]: record.id };
  const { rows, more, isLoading, count } = useShortList(target.path, { ...list, limit: SHOWN, count: 'capped', sort: target.sort, fields: fields.join(','), include: includesOf(target, columns).join(',') || undefined });
  const title = text(target.titles ?? target.title);
  const create = async () => {
    const made = await forms.open({ resource: target.name, defaults: { ...list, ...shared(resource, target, record) } });
    if (made) done(t('form.created', { title: text(target.title), name: recordName(target, made) }));
  };
  const canLink = may(target, 'update') && target.field[field].writable && !target.field[field].write_once;
  const all = '/' + target.path + '?filter=' + encodeURIComponent(JSON.stringify({ and: [{ field, op: 'in', value: [record.id] }] }));
  return (
    <section className="gx-related">
      <div className="gx-buttons">
        {may(target, 'create') ? <Button icon={<PlusOutlined />} onClick={create}>{t('detail.createRelated', { title: text(target.title) })}</Button> : null}
        {canLink ? <Button icon={<LinkOutlined />} onClick={() => setLinking(true)}>{t('detail.linkRelated', { title: text(target.title) })}</Button> : null}
        <span className="gx-grow" />
        {count ? <span className="gx-quiet">{t(count.exact ? 'list.rows' : 'list.rowsMore', { count: count.value })}</span> : null}
        {rows.length ? <Link to={all}>{t('detail.viewAll')}{more ? ' …' : ''}</Link> : null}
      </div>
      {isLoading ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {!isLoading && !rows.length ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('detail.noRelated', { title })} /> : null}
      {rows.length ? <Rows target={target} rows={rows} columns={columns} /> : null}
      {linking ? <LinkWindow target={target} field={field} record={record} onClose={() => setLinking(false)} /> : null}
    </section>
  );
}

/** How many there are, behind the tab's name. @param {{target: any, field: string, id: string}} props */
export function RelatedCount({ target, field, id }) {
  const { count } = useShortList(target.path, { [field]: id, limit: 1, count: 'capped', fields: 'id' });
  return count?.value ? <span className="gx-tab-count">{count.value}{count.exact ? '' : '+'}</span> : null;
}

/** A deal made from a contact belongs to the contact's customer as well. */
function shared(resource, target, record) {
  const names = ['account_id', 'pipeline_id'].filter((name) => resource.field[name] && target.field[name] && record[name]);
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}
