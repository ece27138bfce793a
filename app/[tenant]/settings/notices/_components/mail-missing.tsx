import { Notice } from '#components/ui/notice.tsx';

/** Says which variables to set, where no mail server is. */
export function MailMissing() {
  return (
    <Notice>
      No e-mail is sent: no mail server is set. Whoever runs this Tieout sets <code>SMTP_URL</code>, such as{' '}
      <code>smtps://user:password@mail.example.com:465</code>, and <code>MAIL_FROM</code>, such as{' '}
      <code>Tieout &lt;tieout@example.com&gt;</code>.
    </Notice>
  );
}
