// SPDX-License-Identifier: AGPL-3.0-or-later
// The name of the view is the title of the list; behind it: the other views, and
// saving, changing and deleting one's own.
import { App, Button, Dropdown } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMeta } from '../api/queries.js';
import { useDelete, useSave } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { may } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { prune } from './filters.js';
import { useViews } from './views.js';

/** What the list shows now, as the definition of a view. */
function definitionOf(state, columns) {
  const widths = Object.fromEntries(columns.columns.map((column) => [column.name, column.width]));
  return { filter: prune(state.tree) ?? undefined, sort: state.sort, columns: columns.names, widths, frozen: columns.frozen, display: state.mode === 'table' ? undefined : state.mode, group: state.group || undefined };
}

const SaveWindow = lazy(() => import('./SaveViewWindow.jsx'));

function useViewActions({ saved, view, definition, resource }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { done, fail } = useFeedback();
  const save = useSave(saved);
  const remove = useDelete(saved);
  const update = async () => {
    try {
      await save.mutateAsync({ id: view.id, version: view.version, changes: { definition } });
      navigate('/' + resource.path + '?view=' + view.id, { replace: true });
      done(t('view.saved'));
    } catch (error) {
      fail(error);
    }
  };
  const drop = () => modal.confirm({
    title: t('view.deleteAsk', { name: view.name }), okText: t('delete'), okButtonProps: { danger: true }, cancelText: t('cancel'),
    onOk: async () => {
      try {
        const { changeSet } = await remove.mutateAsync({ id: view.id, version: view.version });
        navigate('/' + resource.path, { replace: true });
        done(t('view.deleted'), changeSet);
      } catch (error) {
        fail(error);
      }
    },
  });
  return { update, drop };
}

/** @param {{resource: any, state: any, view: any, columns: any}} props */
export function ViewMenu({ resource, state, view, columns }) {
  const { t } = useTranslation();
  const text = useText();
  const { user } = useMeta();
  const navigate = useNavigate();
  const { views, saved } = useViews(resource);
  const [saving, setSaving] = useState(false);
  const definition = definitionOf(state, columns);
  const actions = useViewActions({ saved: saved ?? resource, view, definition, resource });
  const title = text(resource.titles ?? resource.title);
  const names = { '': t('view.default', { title }), mine: t('view.mine', { title }) };
  const go = (id) => navigate('/' + resource.path + (id ? '?view=' + id : ''));
  const own = view && view.id !== 'mine' && view.ownerId === user.id;
  const items = [
    { key: 'v', label: names[''], onClick: () => go('') },
    ...(resource.field.owner_id ? [{ key: 'vmine', label: names.mine, onClick: () => go('mine') }] : []),
    ...views.map((item) => ({ key: 'v' + item.id, label: item.name + (item.shared ? ' · ' + t('view.sharedMark') : ''), onClick: () => go(item.id) })),
    ...(may(saved, 'create') ? [{ type: /** @type {const} */ ('divider') }, { key: 'save', label: t('view.save'), onClick: () => setSaving(true) }] : []),
    ...(own && may(saved, 'update') ? [{ key: 'update', label: t('view.update'), onClick: actions.update }] : []),
    ...(own && may(saved, 'delete') ? [{ key: 'delete', danger: true, label: t('view.delete'), onClick: actions.drop }] : []),
  ];
  return (
    <>
      <h1 className="gx-title gx-list-title">
        <Dropdown menu={{ items, selectedKeys: ['v' + (view?.id ?? '')] }} trigger={['click']}>
          <Button type="text" className="gx-view-button">{view ? view.name ?? names[view.id] : names['']}{state.changed ? <em> · {t('view.changed')}</em> : null}<DownOutlined /></Button>
        </Dropdown>
      </h1>
      <Suspense fallback={null}>{saving ? <SaveWindow resource={resource} saved={saved} definition={definition} onClose={() => setSaving(false)} onSaved={(record) => { setSaving(false); go(record.id); }} /> : null}</Suspense>
    </>
  );
}
