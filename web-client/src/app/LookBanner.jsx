// SPDX-License-Identifier: AGPL-3.0-or-later
// While somebody looks through another's eyes: through whose, for how long, and the way out.
import { Button } from 'antd';
import { EyeOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/index.js';
import { leaveLook, useLook } from './session.js';

const clock = (ms) => Math.floor(ms / 60_000) + ':' + String(Math.floor(ms / 1000) % 60).padStart(2, '0');

export function LookBanner() {
  const { t } = useTranslation();
  const look = useLook();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!look) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [look]);
  const left = look ? Math.max(0, look.until - now) : 1;
  useEffect(() => { if (!left) leaveLook(); }, [left]);
  if (!look) return null;
  return (
    <aside className="gx-look" aria-label={t('look.banner', { name: look.name })}>
      <EyeOutlined aria-hidden="true" />
      <span className="gx-grow">{t('look.banner', { name: look.name })}</span>
      <span className="gx-num" aria-label={t('look.left')}>{clock(left)}</span>
      <Button size="small" onClick={() => leaveLook()}>{t('look.leave')}</Button>
    </aside>
  );
}
