import type { Faults } from '../../../src/race/real/request.ts';
import { measured, say } from '../say.ts';

/** What struck, in a few words; empty when nothing did. */
export function faultWords({ kill, pause, slowMs, clockOffsetMs, redisDown, redisRestartMs }: Faults): string {
  const words = [
    kill === null ? '' : say('faultWordKill', { share: measured(kill * 100) }),
    pause === null ? '' : say('faultWordPause', { share: measured(pause.share * 100), ms: measured(pause.ms) }),
    slowMs === 0 ? '' : say('faultWordSlow', { ms: measured(slowMs) }),
    clockOffsetMs === 0 ? '' : say('faultWordClock', { ms: measured(clockOffsetMs) }),
    redisDown === 0 ? '' : say('faultWordRedisDown', { count: redisDown }),
    redisRestartMs === null ? '' : say('faultWordRedisRestart', { ms: measured(redisRestartMs) }),
  ];
  return words.filter((word) => word !== '').join(', ');
}
