package dev.voicecall.audio;

/** The four functions of g711.c in the ITU-T Software Tool Library (G.191), statement by statement, for one sample. */
final class ReferenceG711 {
    private ReferenceG711() {}

    static int ulawCompress(int linear) {
        int absno = linear < 0 ? (~linear >> 2) + 33 : (linear >> 2) + 33;
        if (absno > 0x1FFF) {
            absno = 0x1FFF;
        }
        int i = absno >> 6;
        int segno = 1;
        while (i != 0) {
            segno++;
            i >>= 1;
        }
        int highNibble = 0x0008 - segno;
        int lowNibble = (absno >> segno) & 0x000F;
        lowNibble = 0x000F - lowNibble;
        int log = (highNibble << 4) | lowNibble;
        if (linear >= 0) {
            log = log | 0x0080;
        }
        return log;
    }

    static int ulawExpand(int log) {
        int sign = log < 0x0080 ? -1 : 1;
        int mantissa = ~log;
        int exponent = (mantissa >> 4) & 0x0007;
        int segment = exponent + 1;
        mantissa = mantissa & 0x000F;
        int step = 4 << segment;
        return sign * ((0x0080 << exponent) + step * mantissa + step / 2 - 4 * 33);
    }

    static int alawCompress(int linear) {
        int ix = linear < 0 ? ~linear >> 4 : linear >> 4;
        if (ix > 15) {
            int iexp = 1;
            while (ix > 16 + 15) {
                ix >>= 1;
                iexp++;
            }
            ix -= 16;
            ix += iexp << 4;
        }
        if (linear >= 0) {
            ix |= 0x0080;
        }
        return ix ^ 0x0055;
    }

    static int alawExpand(int log) {
        int ix = log ^ 0x0055;
        ix &= 0x007F;
        int iexp = ix >> 4;
        int mant = ix & 0x000F;
        if (iexp > 0) {
            mant = mant + 16;
        }
        mant = (mant << 4) + 0x0008;
        if (iexp > 1) {
            mant = mant << (iexp - 1);
        }
        return log > 127 ? mant : -mant;
    }
}
