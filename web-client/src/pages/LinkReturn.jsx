// SPDX-License-Identifier: AGPL-3.0-or-later
// Back from a provider while logged in: ties the name there to this person and goes
// to where such names are listed. Without anything under way it leads home.
import { Spin } from 'antd';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { useQueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { finishLink, takeAnswer } from '../app/sso.js';
import { useTranslation } from '../i18n/index.js';

/** The reason stands beside the value that it is about. */
const reasonOf = (error) => (error instanceof Problem && error.errors[0] ? new Problem({ ...error, code: error.errors[0].code }) : error);

export default function LinkReturn() {
  const { t } = useTranslation();
  const { done, fail } = useFeedback();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const answer = takeAnswer();
    if (!answer.linking) return void navigate('/', { replace: true });
    const finish = async () => {
      try {
        if (answer.error) throw new Problem({ status: 401, code: 'sso_refused' });
        await finishLink(answer);
        done(t('me.linked'));
      } catch (error) {
        fail(reasonOf(error));
      }
      queryClient.invalidateQueries({ queryKey: ['get', '/auth/identities'] });
      navigate('/me/identities', { replace: true });
    };
    finish();
  });
  return <div className="gx-page" role="status"><Spin /> {t('auth.ssoFinishing')}</div>;
}
