// SPDX-License-Identifier: AGPL-3.0-or-later
// "New": what this person may create most often, from any page. The list of
// actions is shared with the palette.
import { Button, Dropdown } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { Suspense, lazy, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMeta } from '../api/queries.js';
import { may, recordName } from '../meta/model.js';
import { quickActions } from '../modules/index.js';
import { useForms } from '../form/FormHost.jsx';
import { useText, useTranslation } from '../i18n/index.js';
import { useFeedback } from './feedback.jsx';
import { Icon } from './icons.jsx';

const OFTEN = ['account', 'contact', 'opportunity', 'activity', 'lead', 'product'];
const NAMESPACES = ['common', ...new Set(quickActions.map((action) => action.label.split(':')[0]).filter((name) => name !== 'common'))];
/** @type {Record<string, import('react').ComponentType<any>>} */
const components = Object.fromEntries(quickActions.filter((action) => action.load).map((action) => [action.key, lazy(action.load)]));

/** What can be made, as {key, title, icon, run}; popup is what an action shows. */
export function useQuickActions() {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation(NAMESPACES);
  const forms = useForms();
  const navigate = useNavigate();
  const { done } = useFeedback();
  const [open, setOpen] = useState('');
  const actions = useMemo(() => {
    const special = quickActions.filter((action) => !action.need || action.need(meta)).map((action) => ({
      key: action.key, title: t(action.label), icon: action.icon,
      run: () => (action.path ? navigate(action.path) : setOpen(action.key)),
    }));
    const replaced = new Set(quickActions.map((action) => /** @type {any} */ (action).resource).filter(Boolean));
    const plain = OFTEN.map((name) => meta.byName[name]).filter((resource) => may(resource, 'create') && !replaced.has(resource.name)).map((resource) => ({
      key: resource.name, title: t('palette.createNamed', { title: text(resource.title) }), icon: resource.icon,
      run: async () => {
        const made = await forms.open({ resource: resource.name });
        if (!made) return;
        done(t('form.created', { title: text(resource.title), name: recordName(resource, made) }));
        navigate('/' + resource.path + '/' + made.id);
      },
    }));
    return [...special, ...plain];
  }, [meta, text, t, forms, navigate, done]);
  const Window = components[open];
  const popup = Window ? <Suspense fallback={null}><Window onClose={() => setOpen('')} /></Suspense> : null;
  return { actions, popup };
}

/** @param {{round?: boolean}} props */
export function QuickCreate({ round }) {
  const { t } = useTranslation();
  const { actions, popup } = useQuickActions();
  if (!actions.length) return null;
  const items = actions.map((action) => ({ key: action.key, label: action.title, icon: <Icon name={action.icon} />, onClick: action.run }));
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement={round ? 'top' : 'bottomRight'}>
        <Button type="primary" shape={round ? 'circle' : 'default'} size={round ? 'large' : 'middle'} icon={<PlusOutlined />} aria-label={t('shell.quickCreate')}>
          {round ? null : t('shell.quickCreate')}
        </Button>
      </Dropdown>
      {popup}
    </>
  );
}
