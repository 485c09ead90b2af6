// SPDX-License-Identifier: AGPL-3.0-or-later
// Records as a tree with their people and how many records belong to each. Dragging
// or "move" gives another parent; the move can be undone.
import { Alert, Button, Card, Empty, Modal, Skeleton, Tree } from 'antd';
import { PlusOutlined, SwapOutlined, TeamOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import { useAggregate, useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useForms } from '../../form/FormHost.jsx';
import { may, recordName } from '../../meta/model.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { branches, isBelow } from './branches.js';
import '../modules.css';
import './tree.css';

/** People of a record: a field that refers to several users. */
const peopleField = (resource) => resource.fields.find((field) => field.type === 'references' && field.to === 'user');

/** Records of the resource that refers to this one first, counted. */
function useCounts(resource) {
  const meta = useMeta();
  const found = (resource.related ?? []).find((item) => item.resource !== resource.name && meta.byName[item.resource]?.field[item.field]?.group);
  const other = meta.byName[found?.resource ?? ''];
  const { data } = useAggregate(other?.path ?? '', { group: found?.field, measure: 'count' }, { enabled: Boolean(other) });
  return { other, counts: Object.fromEntries((data ?? []).map((row) => [row[found?.field], row.count])) };
}

function Line({ resource, row, people, count, other, onMove }) {
  const { t } = useTranslation('tree');
  const text = useText();
  const forms = useForms();
  const nameOf = useRefName();
  const ids = row[people?.name] ?? [];
  return (
    <span className="gxt-line">
      <Link to={'/' + resource.path + '/' + row.id}>{recordName(resource, row)}</Link>
      {ids.length ? <span className="gxm-line-about"><TeamOutlined aria-hidden="true" /> {ids.slice(0, 3).map((id) => nameOf('user', id)).join('、')}{ids.length > 3 ? t('andMore', { count: ids.length }) : ''}</span> : null}
      {count ? <span className="gxm-line-about">{text(other.title)} {count}</span> : null}
      <span className="gxt-acts">
        {may(resource, 'create') ? <Button size="small" type="text" icon={<PlusOutlined />} aria-label={t('add', { name: recordName(resource, row) })} onClick={() => forms.open({ resource: resource.name, defaults: { parent_id: row.id } })} /> : null}
        {may(resource, 'update') ? <Button size="small" type="text" icon={<SwapOutlined />} aria-label={t('move', { name: recordName(resource, row) })} onClick={() => onMove(row)} /> : null}
      </span>
    </span>
  );
}

function MoveWindow({ resource, row, onGo, onClose }) {
  const { t } = useTranslation('tree');
  const [parent, setParent] = useState(row.parent_id);
  return (
    <Modal open title={t('move', { name: recordName(resource, row) })} okText={t('moveIt')} okButtonProps={{ disabled: parent === row.parent_id }} onOk={() => onGo(row, parent)} onCancel={onClose} destroyOnHidden>
      <label className="gxm-limit">{t('below')}<ReferenceInput to={resource.name} create={false} value={parent} onChange={setParent} placeholder={t('top')} aria-label={t('below')} /></label>
    </Modal>
  );
}

/** @param {{resource: any, query: any}} props */
export default function TreeMode({ resource, query }) {
  const { t } = useTranslation('tree');
  const feedback = useFeedback();
  const { mutateAsync: save } = useSave(resource);
  const { rows, isPending, more } = useShortList(resource.path, { ...query, limit: 200, sort: resource.field.position ? 'position' : resource.name_field });
  const { other, counts } = useCounts(resource);
  const [moving, setMoving] = useState(/** @type {any} */ (null));
  const people = peopleField(resource);
  const put = async (row, parent) => {
    setMoving(null);
    if (isBelow(rows, parent, row.id)) return;
    try {
      const { changeSet } = await save({ id: row.id, version: row.version, changes: { parent_id: parent ?? null } });
      feedback.done(t('moved', { name: recordName(resource, row) }), changeSet);
    } catch (error) {
      feedback.fail(error);
    }
  };
  const dropped = ({ dragNode, node, dropToGap }) => put(rows.find((row) => row.id === dragNode.key), dropToGap ? rows.find((row) => row.id === node.key)?.parent_id : node.key);
  const data = useMemo(() => branches(rows), [rows]);
  if (isPending) return <Skeleton active className="gxm-pad" />;
  if (!rows.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')} />;
  return (
    <Card size="small" className="gxt-card">
      {more ? <Alert type="info" showIcon title={t('many')} className="gxm-block" /> : null}
      <Tree blockNode defaultExpandAll selectable={false} treeData={data} draggable={may(resource, 'update') ? { icon: false } : false} onDrop={dropped} aria-label={t('title')}
        titleRender={(/** @type {any} */ node) => <Line resource={resource} row={node.row} people={people} count={counts[node.key]} other={other} onMove={setMoving} />} />
      {moving ? <MoveWindow resource={resource} row={moving} onGo={put} onClose={() => setMoving(null)} /> : null}
    </Card>
  );
}
