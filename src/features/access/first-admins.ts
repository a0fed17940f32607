import { StartupError, type StartupProblem } from '../../errors.ts';
import type { PersonId } from './scope.ts';

/** Refuses to start where nobody could decide anything: no Admin at all, or fewer than two who must agree. */
export function checkAdmins(admins: PersonId[], fourEyes: 'others' | 'all'): void {
  const problems: StartupProblem[] = [];
  if (admins.length === 0) {
    problems.push({
      what: 'ADMIN_USERS is missing, and the database holds no Admin.',
      fix: 'Give your own Slack user id, such as U012ABCDEF.',
    });
  } else if (fourEyes === 'all' && admins.length < 2) {
    problems.push({
      what: 'FOUR_EYES=all needs two Admins, and there is one.',
      fix: 'List a second user id in ADMIN_USERS, or set FOUR_EYES=others.',
    });
  }
  if (problems.length > 0) throw new StartupError(problems);
}
