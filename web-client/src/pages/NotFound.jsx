// SPDX-License-Identifier: AGPL-3.0-or-later
// An address that leads nowhere, or nowhere for this person: one answer for both.
import { Button, Result } from 'antd';
import { Link } from 'react-router-dom';
import { useTranslation } from '../i18n/index.js';

export default function NotFound() {
  const { t } = useTranslation();
  return <Result status="404" title={t('page.notFound')} subTitle={t('page.notFoundHint')} extra={<Link to="/"><Button type="primary">{t('page.home')}</Button></Link>} />;
}
