import {Writable} from 'node:stream';

/**
The stdout for Ink, with the terminal's size. Writes to it are dropped, because components draw on a canvas (`Rows`).
*/
export class InkOutput extends Writable {
	readonly isTTY = false;
	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super({write: (_chunk, _encoding, done) => done()});
		this.columns = columns;
		this.rows = rows;
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}
}
