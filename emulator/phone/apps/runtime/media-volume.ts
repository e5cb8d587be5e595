/** The media stream, whose volume the keys change: `AudioManager.STREAM_MUSIC` has 15 steps. */
export const STREAM = { key: 'volume_music_speaker', usual: 5, most: 15 } as const;
