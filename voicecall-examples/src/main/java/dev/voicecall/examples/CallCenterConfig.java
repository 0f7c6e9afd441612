package dev.voicecall.examples;

import dev.voicecall.VoiceCallException;
import dev.voicecall.assemblyai.AssemblyAi;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the call center has to know, from variables of the environment: those of {@link AssistantConfig}, where {@code PORT} is 8080 by
 * default, those of {@link CallDatabase}, and its own. Immutable.
 *
 * @param assistant the server, the account, and the agent on the line
 * @param database where the records of calls are
 * @param assemblyAi by {@code ASSEMBLYAI_API_KEY}, and if need be {@code ASSEMBLYAI_BASE_URL}; empty if there is no key
 */
record CallCenterConfig(AssistantConfig assistant, CallDatabase database, Optional<AssemblyAi> assemblyAi) {
    /**
     * The configuration that is in some variables. Those that are blank count as not set.
     *
     * @param directory in which the file of calls is
     * @throws ConfigException if something is missing or wrong
     */
    static CallCenterConfig of(Map<String, String> environment, Path directory) {
        Map<String, String> set = ServiceConfig.merge(Map.of("PORT", "8080"), environment);
        return new CallCenterConfig(
                AssistantConfig.of(set),
                CallDatabase.of(set, directory),
                Optional.ofNullable(set.get("ASSEMBLYAI_API_KEY")).map(key -> assemblyAi(set)));
    }

    private static AssemblyAi assemblyAi(Map<String, String> set) {
        try {
            return AssemblyAi.of(set);
        } catch (VoiceCallException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
