// SPDX-License-Identifier: AGPL-3.0-or-later
// What there is to know about a role beside its matrix: is it a ready one, who has
// it, and from where and when its people may work.
import { Button, Drawer, Tag } from 'antd';
import { TeamOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { typeOf } from '../../fields/index.js';
import { queryString } from '../../api/client.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { LIMITS } from './useRights.js';

function Holders({ role }) {
  const { t } = useTranslation('settings');
  const nameOf = useRefName();
  const [open, setOpen] = useState(false);
  const filter = { field: 'role_ids', op: 'contains', value: role.id };
  const { rows, count, more } = useShortList('users', { filter, limit: 100, sort: 'name', count: 'exact' });
  return (
    <>
      <Button size="small" icon={<TeamOutlined />} onClick={() => setOpen(true)}>{t('rights.holders', { count: count?.value ?? 0 })}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('rights.holdersOf', { name: role.name })} size={380}>
        <ul className="gxm-lines">
          {rows.map((user) => (
            <li key={user.id} className="gxm-line"><span className="gxm-line-main"><Link to={'/users/' + user.id}>{user.name}</Link>
              <span className="gxm-line-about">{[user.department_id ? nameOf('department', user.department_id) : '', user.job_title].filter(Boolean).join(' · ')}</span></span></li>
          ))}
        </ul>
        {more ? <Link to={'/users' + queryString({ filter })}>{t('rights.allHolders')}</Link> : null}
      </Drawer>
    </>
  );
}

/** @param {{role: any, limits: any, onLimits: (limits: any) => void, note: any}} props */
export function RoleFacts({ role, limits, onLimits, note }) {
  const { t } = useTranslation('settings');
  const text = useText();
  const { field: fields } = useMeta().byName.role;
  const shown = LIMITS.filter((name) => fields[name]);
  // Open from the start when there are limits; from then on only its reader opens and shuts it.
  const [open] = useState(() => shown.some((name) => role[name]?.length));
  const bad = (limits.allowed_from && !limits.allowed_to) || (!limits.allowed_from && limits.allowed_to);
  return (
    <section className="gxm-facts" aria-label={role.name}>
      <div className="gxm-chips">
        {role.is_builtin ? <Tag color="blue">{t('rights.builtin')}</Tag> : null}
        {note}
        <Holders role={role} />
        {role.description ? <span className="gxm-line-about">{role.description}</span> : null}
      </div>
      <details className="gxm-limits" open={open}>
        <summary>{t('rights.limits')}</summary>
        <p className="gxm-note">{t('rights.limitsNote')}</p>
        <div className="gxm-two">
          {shown.map((name) => {
            const { Input } = typeOf(fields[name]);
            return (
              <label key={name} className="gxm-limit"><span>{text(fields[name].label)}</span>
                <Input field={fields[name]} aria-label={text(fields[name].label)} value={limits[name]} disabled={!fields[name].writable} onChange={(value) => onLimits({ ...limits, [name]: value })} /></label>
            );
          })}
        </div>
        {bad ? <p className="gxm-problem" role="alert">{t('rights.bothTimes')}</p> : null}
      </details>
    </section>
  );
}
