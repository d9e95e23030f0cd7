export {type CommandState, type OnOutput, type RunningCommand, startCommand} from './command.ts';
export {type FileReading, readFile} from './file.ts';
export {closePart, type FollowEvent, type FollowedPart, type Following, followFile} from './follow.ts';
export {closeFile, type OpenedFile, openFile} from './open-file.ts';
export {readStdin} from './stdin.ts';
