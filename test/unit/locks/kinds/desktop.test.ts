import { describe } from 'node:test';
import { desktopSamples } from './desktop.samples.ts';
import { testSamples } from './sample.ts';

describe('desktop programs', () => testSamples(desktopSamples));
