// SPDX-License-Identifier: AGPL-3.0-or-later
// One button per identity provider. The names are asked for before the page is
// drawn (app/door.js), so that nothing jumps.
import { Alert, Button } from 'antd';
import { SafetyOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { providersQuery } from '../app/door.js';
import { goToProvider } from '../app/sso.js';
import { useTranslation } from '../i18n/index.js';
import { useAttempt } from './Login.jsx';

export function ProviderButtons() {
  const { t } = useTranslation();
  const { data } = useQuery(providersQuery);
  const { attempt, sentence } = useAttempt();
  const [going, setGoing] = useState('');
  const go = async (id) => {
    setGoing(id);
    // A good answer leaves the page: the button stays busy until then.
    if (!(await attempt(() => goToProvider(id)))) setGoing('');
  };
  if (!data?.length) return null;
  return (
    <div className="gx-providers">
      {sentence ? <Alert type="error" showIcon title={sentence} role="alert" /> : null}
      {data.map((provider) => (
        <Button key={provider.id} size="large" block icon={<SafetyOutlined />} loading={going === provider.id} disabled={Boolean(going)} onClick={() => go(provider.id)}>{t('auth.with', { name: provider.label })}</Button>
      ))}
    </div>
  );
}
