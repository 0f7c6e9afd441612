package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"+14155550123", "+1 (415) 555-0123", "+1.415.555.0123"})
    void aNumberMayBeWrittenAsPeopleDo(String written) {
        assertThat(PhoneNumber.of(written).e164()).isEqualTo("+14155550123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "14155550123",
                "+04155550123",
                "+123456",
                "+1234567890123456",
                "+14155550123\r\n",
                "+1415555\n0123",
                "\n+14155550123",
                "+١٤١٥٥٥٥٠١٢٣",
                "+1415555012３",
                "+1415555O123",
                "++14155550123",
                "tel:+14155550123",
                "+1415\u00005550123",
                "+1415\u00a05550123"
            })
    void anythingElseIsRefused(String written) {
        assertThatExceptionOfType(InvalidPhoneNumberException.class)
                .isThrownBy(() -> PhoneNumber.of(written))
                .withMessageContaining("E.164");
    }

    @Test
    void theBoundsAreSevenToFifteenDigits() {
        assertThat(new PhoneNumber("+1234567").e164()).isEqualTo("+1234567");
        assertThat(new PhoneNumber("+123456789012345").e164()).isEqualTo("+123456789012345");
    }

    @Test
    void itIsMaskedWhereItMightBeLogged() {
        assertThat(new PhoneNumber("+14155550123")).hasToString("+14*******23");
        assertThat(new PhoneNumber("+1234567")).hasToString("+12***67");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0041 79 555 01 23", "+١٤١٥٥٥٥٠١٢٣", "４１５５５５０１２３"})
    void theMessageAboutABadNumberHidesItsDigits(String written) {
        assertThat(new InvalidPhoneNumberException(written)
                        .getMessage()
                        .replace("E.164", "")
                        .replace("+14155550123", ""))
                .doesNotContainPattern("\\p{Nd}");
    }

    @Test
    void theMessageAboutABadNumberIsOneShortLine() {
        assertThat(new InvalidPhoneNumberException("1\r\n\u0085\u2028\u202e" + "x".repeat(100_000)).getMessage())
                .hasSizeLessThan(200)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
}
