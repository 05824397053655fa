/** A kind of error that cards count: under which names, and what it says of the link. */
export interface CounterKind {
  /** Names are the drivers' own; those of single queues are passed over. */
  readonly counter: RegExp;
  /** What was counted, as a part of a sentence. */
  readonly said: string;
  /** What that means, as a part of a sentence. */
  readonly means: string;
}

/** Frames that were damaged (Linux include/uapi/linux/if_link.h: rx_crc_errors, rx_frame_errors). */
export const DAMAGED: CounterKind = {
  counter: /^(?:port\.)?(?:rx_)?(?:crc|fcs|align|alignment|frame)_(?:err|errors?)(?:_phy)?$/,
  said: "received damaged frames",
  means: "a cable, an optic or a port of this link is failing",
};

/** Collisions that full duplex does not have. */
export const LATE: CounterKind = {
  counter: /^(?:port\.)?(?:tx_)?late_col(?:l|lisions?)?$|^tx_abort_late_coll$/,
  said: "late collisions",
  means: "one end of the link is at half duplex and the other at full",
};

/** Frames that found no buffer (if_link.h: rx_missed_errors). */
export const MISSED: CounterKind = {
  counter: /^rx_(?:missed_errors|no_buffer_count|no_dma_resources|out_of_buffer|discards_phy)$/,
  said: "frames that the host did not take in time",
  means: "its receive buffers are too small or its processors too busy",
};
