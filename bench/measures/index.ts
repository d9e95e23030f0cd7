import type {Measure} from '../measure.ts';
import {growth} from './growth.ts';
import {kindsOfLine} from './kinds-of-line.ts';
import {live} from './live.ts';
import {memory} from './memory.ts';
import {night} from './night.ts';
import {parsedShare} from './parsed-share.ts';
import {readFile} from './read-file.ts';
import {screen} from './screen.ts';
import {slowLine} from './slow-line.ts';
import {start} from './start.ts';
import {wholeFiles} from './whole-files.ts';

/** In the order they run. */
export const measures: readonly Measure[] = [
	readFile,
	start,
	screen,
	slowLine,
	live,
	memory,
	night,
	wholeFiles,
	kindsOfLine,
	parsedShare,
	growth,
];
