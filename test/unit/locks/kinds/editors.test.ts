import { describe } from 'node:test';
import { editorSamples } from './editors.samples.ts';
import { testSamples } from './sample.ts';

describe('editors', () => testSamples(editorSamples));
