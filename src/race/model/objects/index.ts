export { Chance, chance } from './chance.ts';
export { Clock, clock } from './clock.ts';
export { Mutex, mutex } from './mutex.ts';
export { Processes, processes } from './processes.ts';
export { Queue, queue } from './queue.ts';
export { Counter, counter, Register, register } from './register.ts';
export { Semaphore, semaphore } from './semaphore.ts';
