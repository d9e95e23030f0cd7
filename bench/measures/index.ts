import type {Measure} from '../measure.ts';
import {growth} from './growth.ts';
import {live} from './live.ts';
import {memory} from './memory.ts';
import {night} from './night.ts';
import {parsedShare} from './parsed-share.ts';
import {readFile} from './read-file.ts';
import {ssh} from './ssh.ts';
import {start} from './start.ts';
import {wholeFiles} from './whole-files.ts';

/** In the order in which they run. */
export const measures: readonly Measure[] = [readFile, start, ssh, live, memory, night, wholeFiles, parsedShare, growth];
