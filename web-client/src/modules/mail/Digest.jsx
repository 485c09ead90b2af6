// SPDX-License-Identifier: AGPL-3.0-or-later
// When my daily digest comes, or that none comes.
import { Alert, Card, Switch, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { put } from '../../api/client.js';
import { useGet } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';

const USUAL = '08:00';

export function Digest() {
  const { t } = useTranslation('mail');
  const { done, fail } = useFeedback();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { data: me, isLoading } = useGet('/auth/me');
  const at = me?.digest_at ?? null;
  const set = async (next) => {
    setBusy(true);
    try {
      await put('/auth/digest', { at: next });
      done(next ? t('digest.on', { at: next }) : t('digest.off'));
    } catch (error) {
      fail(error);
    }
    await queryClient.invalidateQueries({ queryKey: ['get', '/auth/me'] });
    setBusy(false);
  };
  const why = me?.has_mail === false ? t('off') : me && !me.email ? t('digest.noAddress') : '';
  return (
    <Card loading={isLoading} variant="borderless">
      <p className="gx-quiet">{t('digest.hint', { address: me?.email ?? '–' })}</p>
      {why ? <Alert type="info" showIcon title={why} className="gxm-missing" /> : null}
      <div className="gx-buttons">
        <Switch checked={Boolean(at)} loading={busy} disabled={Boolean(why) && !at} onChange={(on) => set(on ? USUAL : null)} aria-label={t('digest.title')} />
        {at ? <TimePicker format="HH:mm" allowClear={false} needConfirm value={dayjs('2000-01-01T' + at)} onChange={(time) => time && set(time.format('HH:mm'))} aria-label={t('digest.at')} /> : null}
      </div>
    </Card>
  );
}
