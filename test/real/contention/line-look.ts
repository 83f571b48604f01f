/** Looks on at the line of the lock at argv[2] until it has been told who waits, and then has nothing else to do: `waits PID` for each. */
import { LineObserver } from '../../../src/saving/lock/line-observer.ts';

const timer = setInterval(() => observer.look(), 20);
const observer = new LineObserver(process.argv[2] ?? '', {
  onNews: (news) => {
    if (news.is === 'waits') console.log(`waits ${news.pid}`);
    if (news.is === 'all') clearInterval(timer);
  },
  onLost: () => undefined,
});
