/** The beginning of a thread of the bundle. */
import {type BundledProgram, runProgram} from './run-program.ts';

declare const program: BundledProgram; // the build says

await runProgram(import.meta.url, program, 'thread');
