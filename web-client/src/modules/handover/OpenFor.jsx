// SPDX-License-Identifier: AGPL-3.0-or-later
// Leads from a person, or from the record of a hand-over, to its page.
import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';

/** @param {{resource: any, record: any, onClose: () => void}} props */
export default function OpenFor({ resource, record, onClose }) {
  const navigate = useNavigate();
  const to = resource.name === 'user' ? '/handover?leaver=' + record.id : '/handover/' + record.id;
  useEffect(() => {
    onClose();
    navigate(to);
  }, [navigate, onClose, to]);
  return null;
}
