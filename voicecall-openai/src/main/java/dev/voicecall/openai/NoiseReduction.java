package dev.voicecall.openai;

/** What is done about noise before a Realtime model hears it. */
public enum NoiseReduction {
    /** For a receiver at the ear, or a headset. */
    NEAR_FIELD,
    /** For a telephone that lies on the table, or in a car. */
    FAR_FIELD
}
