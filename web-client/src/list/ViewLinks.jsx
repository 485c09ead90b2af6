// SPDX-License-Identifier: AGPL-3.0-or-later
// The views of the open list as links below its entry in the side bar.
import { Link, useSearchParams } from 'react-router-dom';
import { useMeta } from '../api/queries.js';
import { useText, useTranslation } from '../i18n/index.js';
import { useViews } from './views.js';

/** @param {{path: string}} props */
export function ViewLinks({ path }) {
  const resource = useMeta().byPath[path];
  const { t } = useTranslation();
  const text = useText();
  const [params] = useSearchParams();
  const { views } = useViews(resource);
  if (!resource) return null;
  const title = text(resource.titles ?? resource.title);
  const now = params.get('view') ?? '';
  const links = [
    { id: '', name: t('view.default', { title }) },
    ...(resource.field.owner_id ? [{ id: 'mine', name: t('view.mine', { title }) }] : []),
    ...views,
  ];
  if (links.length < 2) return null;
  return (
    <ul className="gx-plain gx-side-views">
      {links.map((view) => (
        <li key={view.id}><Link to={'/' + path + (view.id ? '?view=' + view.id : '')} className={view.id === now ? 'gx-here' : ''} aria-current={view.id === now ? 'true' : undefined}>{view.name}</Link></li>
      ))}
    </ul>
  );
}
